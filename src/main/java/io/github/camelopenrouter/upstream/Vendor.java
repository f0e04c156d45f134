/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.Redaction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The vendor of a model: the part of its name before the first slash. */
public final class Vendor {

    /** Of calls that are for no model, and of names without a vendor. */
    public static final String NONE = "";

    private static final String SANDBOX = "sandbox";
    private static final int LONGEST = 64;

    private Vendor() {}

    /** For logs: the name is the client's text, so it stays on its line, and a key pasted in its place stays unseen. */
    static String shown(String vendor) {
        return Redaction.maskKeysAnywhere(vendor.replaceAll("[^!-~]", "?"));
    }

    /**
     * {@code openai} for {@code openai/gpt-4o}; a leading {@code ~}, OpenRouter's mark of an alias, is no part of it. The
     * sandbox's special models each play a vendor of their own, so that trying one fault does not hide the others.
     */
    public static String of(@Nullable String model) {
        if (model == null) {
            return NONE;
        }
        int slash = model.indexOf('/');
        if (slash <= 0) {
            return NONE;
        }
        String vendor = model.substring(model.charAt(0) == '~' ? 1 : 0, slash);
        if (vendor.equals(SANDBOX)) {
            vendor = model;
        }
        if (vendor.equals(VendorBreakers.PLATFORM)) {
            vendor = vendor.toLowerCase(Locale.ROOT); // the breaker of that name is the platform's
        }
        return vendor.length() > LONGEST ? vendor.substring(0, LONGEST) : vendor;
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that look like the real ones; opaque to everybody, unique enough for a sandbox. */
final class Ids {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private Ids() {}

    static String generation(Api api, long created) {
        return (api == Api.EMBEDDINGS ? "gen-emb-" : "gen-") + created + "-" + random(20);
    }

    /** Of what is no text: {@code gen-img-…}. */
    static String other(String kind) {
        return "gen-" + kind + "-" + random(20);
    }

    /** A job, which may be asked for without anybody remembering it. */
    static String video() {
        return "vid-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** {@code msg_tmp_…}, {@code rs_tmp_…}, {@code fc_tmp_…}: items of the Responses API. */
    static String item(String kind) {
        return kind + "_tmp_" + random(11);
    }

    static String toolCall(Model model) {
        return (model.vendor().equals("anthropic") ? "toolu_sim_" : "call_sim_") + random(12);
    }

    private static String random(int length) {
        StringBuilder id = new StringBuilder(length);
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < length; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import org.apache.camel.InvalidPayloadException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.util.ObjectHelper;

/** A failure as the log may have it: where Camel could not convert a body, its message has the body in it. */
public final class QuotelessFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private QuotelessFailure(Throwable failure) {
        super(failure.getClass().getName() + " (its message is left out: it quotes a body)");
        setStackTrace(failure.getStackTrace());
    }

    /** The failure itself where it quotes nothing. */
    public static Throwable of(Throwable failure) {
        boolean quotes = ObjectHelper.getException(InvalidPayloadException.class, failure) != null
                || ObjectHelper.getException(TypeConversionException.class, failure) != null;
        return quotes ? new QuotelessFailure(failure) : failure;
    }
}

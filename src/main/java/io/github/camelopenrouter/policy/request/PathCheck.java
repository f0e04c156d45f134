/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.passthrough.ModelField;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import java.util.EnumSet;
import java.util.Set;

/** Looks at the path of a call that passes through: what kind of thing it is for says its name. */
final class PathCheck {

    /** Which providers serve these OpenRouter does not let anybody say. */
    private static final Set<PassThroughPath> UNROUTED =
            EnumSet.of(PassThroughPath.AUDIO_SPEECH, PassThroughPath.AUDIO_TRANSCRIPTIONS, PassThroughPath.VIDEOS);

    private PathCheck() {}

    static void check(PassThroughPath path, Grant grant) {
        String modality = modality(path);
        if (!modality.isEmpty()) {
            new ModalityCheck(grant).require(modality, path.path());
        }
        if (UNROUTED.contains(path) && grant.provider() != null) {
            throw Denied.notAllowed(
                    "This client's requests carry a policy for providers, which OpenRouter's " + path.path()
                            + " does not read.",
                    null);
        }
    }

    private static String modality(PassThroughPath path) {
        return switch (path) {
            case IMAGES -> "image";
            case AUDIO_SPEECH, AUDIO_TRANSCRIPTIONS -> "audio";
            case VIDEOS, VIDEO, VIDEO_CONTENT -> "video";
            default -> path.model() == ModelField.NONE ? "" : "text";
        };
    }
}

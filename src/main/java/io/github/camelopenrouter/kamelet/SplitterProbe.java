/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.lang.StackWalker.StackFrame;

/**
 * Whether Camel's splitter asks for more only because it has given up.
 *
 * <p>When a split ends early, {@code MulticastProcessor.doDone} runs through all parts that are left, to release their
 * exchanges, and closes the iterator after that. Of an answer that is still being written this would be every token to its
 * end, each of them paid for. Nothing but the caller's name tells that loop from the one that hands the parts on.
 */
final class SplitterProbe {

    private static final StackWalker STACK = StackWalker.getInstance();
    /** The iterator that is asked, the splitter's own around it, and who asks. */
    private static final int NEAREST_CALLERS = 6;

    private SplitterProbe() {}

    static boolean now() {
        return STACK.walk(frames -> frames.limit(NEAREST_CALLERS).anyMatch(SplitterProbe::isEndOfSplit));
    }

    private static boolean isEndOfSplit(StackFrame frame) {
        return frame.getMethodName().equals("doDone")
                && frame.getClassName().startsWith("org.apache.camel.processor.Multicast");
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

/**
 * Sees the answer of one call before its client does: each whole event of a stream with its texts, or a plain body as if it
 * were one event. Lives for this call, and runs on the thread that reads the answer, one event at a time; while it thinks, its
 * client waits. Sees what OpenRouter answers with success, of the attempt that is handed on; errors pass by it.
 *
 * <p>Events keep their order: behind one that is held all wait, of whichever choice; but comments and pings pass. What waits
 * is bounded ({@code 16 MB} a call, and counted in {@code openrouter.max-buffered-bytes} where a door of ours is): a filter
 * that would hold more has not judged in time.
 *
 * <p>A filter that {@link #insists()} fails closed: what it cannot read (an encoded answer, one that is no JSON, an event
 * beyond the bound), and what it throws on or cannot hold any longer, ends the answer as {@link ResponseVerdict#end} does.
 * One that does not insist is left out then, and what it held goes out. What a filter throws is logged by its class only:
 * its message may quote the answer.
 */
public interface ResponseFilter {

    /** Judges what has come, and by that what it has held so far. */
    ResponseVerdict judge(ResponseEvent event);

    /**
     * The answer has ended; told once, whichever way. What the filter still holds goes out if the verdict is to pass, and never
     * does if it is to hold: a complete answer then ends as blocked, one that broke off with its error. Where nobody reads any
     * more the verdict does not count.
     */
    ResponseVerdict end(ResponseEnd end);

    /** Whether no answer may go out that this filter has not judged. */
    default boolean insists() {
        return true;
    }
}

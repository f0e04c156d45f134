/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the policy that all machines of one store have in common, and how often it has been changed. Such a store makes
 * this a bean. Safe for many threads.
 */
public interface SharedPolicy {

    /** Its name in the registry. */
    String BEAN = "openrouter-shared-policy";

    /**
     * An entry as it was left by the last change of it.
     *
     * @param kind what it is, and with the name which
     * @param document null where it was taken out
     * @param sha256 of the key whose entry it is; null for others
     * @param expires when it ends to be good; null for never
     * @param revision of the change
     */
    record Row(
            String kind,
            String name,
            @Nullable String document,
            @Nullable String sha256,
            boolean disabled,
            @Nullable Instant expires,
            long revision) {}

    /** Of the latest change; 0 where there never was one. One short question. */
    long revision() throws IOException;

    /** What has been changed since then, each entry once. */
    List<Row> changesSince(long revision) throws IOException;

    /**
     * Changes it while nobody else does, all or nothing.
     *
     * @throws IOException if the store cannot be reached now; nothing is changed then, or nobody knows
     * @throws X what the change itself throws; then nothing is changed
     */
    <T, X extends Exception> T update(Change<T, X> change) throws IOException, X;

    /** What is to be changed. */
    @FunctionalInterface
    interface Change<T, X extends Exception> {
        T make(Session session) throws IOException, X;
    }

    /** The policy in the hands of who changes it. */
    interface Session {

        /** Of the change before. */
        long revision() throws IOException;

        List<Row> changesSince(long revision) throws IOException;

        /** Each has the revision that follows. */
        void write(List<Row> rows) throws IOException;

        /** What was noted of an order within the last day; null for nothing. */
        @Nullable
        String note(String order) throws IOException;

        /** Notes it for a day. */
        void note(String order, String text) throws IOException;
    }
}

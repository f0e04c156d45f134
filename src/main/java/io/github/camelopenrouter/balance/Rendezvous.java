/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.balance;

/**
 * Rendezvous hashing with weights: each session is drawn to the members in an order of its own that no other member's
 * coming or going changes, and among many sessions each member gets the share of its weight.
 *
 * <p>Source: Schindelhauer and Schomaker, "Weighted Distributed Hash Tables", 2005.
 */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** FNV-1a over the characters. */
    static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    static double score(long session, long member, double weight) {
        double even = ((mix(session ^ mix(member)) >>> 11) + 0.5) * 0x1.0p-53;
        return -weight / Math.log(even);
    }

    /** The finalizer of MurmurHash3: every bit of the input changes half of the output. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether an address belongs to a block such as {@code 10.0.0.0/8}. */
final class Cidr {

    private Cidr() {}

    static boolean holds(String block, String address) {
        String[] parts = block.split("/");
        byte[] base = bytes(parts[0]);
        byte[] other = bytes(address);
        int rest = base.length * 8 - Integer.parseInt(parts[1]);
        return base.length == other.length
                && new BigInteger(1, base).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

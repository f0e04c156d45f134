/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.config.SettingType;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose word counts on where a request comes from. A proxy adds the address of its peer at the end of {@code
 * X-Forwarded-For}; what stands in front of the last address that no trusted proxy has added, anybody may have written.
 */
final class TrustedProxies {

    /** Nobody's: a request comes from its peer. */
    static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String HEADER = "X-Forwarded-For";

    private final List<IpSubnetFilterRule> subnets;

    private TrustedProxies(List<IpSubnetFilterRule> subnets) {
        this.subnets = subnets;
    }

    static SettingType<TrustedProxies> type() {
        return SettingType.of(
                        "a comma-separated list of addresses and networks such as 10.0.0.0/8", TrustedProxies::parse)
                .allowingEmpty();
    }

    static TrustedProxies parse(String text) {
        List<IpSubnetFilterRule> subnets = new ArrayList<>();
        for (String entry : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            subnets.add(subnet(entry.strip()));
        }
        return new TrustedProxies(List.copyOf(subnets));
    }

    private static IpSubnetFilterRule subnet(String entry) {
        int slash = entry.indexOf('/');
        String address = slash < 0 ? entry : entry.substring(0, slash);
        InetAddress known = address(address);
        if (known == null) {
            throw new IllegalArgumentException();
        }
        int bits = known.getAddress().length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(entry.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException();
        }
        return new IpSubnetFilterRule(known, prefix, IpFilterRuleType.ACCEPT);
    }

    /** Where the request comes from. */
    String clientOf(HttpServerRequest request) {
        return clientOf(request.remoteAddress().hostAddress(), request.headers().getAll(HEADER));
    }

    /** @param forwarded the header, as often as it came */
    String clientOf(String peer, List<String> forwarded) {
        if (subnets.isEmpty() || forwarded.isEmpty()) {
            return peer;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        String client = peer;
        for (int at = hops.length - 1; at >= 0 && trusts(client); at--) {
            InetAddress hop = address(withoutPort(hops[at].strip()));
            if (hop == null) {
                return client;
            }
            client = NetUtil.toAddressString(hop);
        }
        return client;
    }

    private boolean trusts(String peer) {
        InetAddress address = address(peer);
        return address != null
                && subnets.stream().anyMatch(subnet -> subnet.matches(new InetSocketAddress(address, 0)));
    }

    /** {@code [2001:db8::1]:443}, {@code 192.0.2.1:443}. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    /** Without asking a name server; null for what is no address. */
    private static @Nullable InetAddress address(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

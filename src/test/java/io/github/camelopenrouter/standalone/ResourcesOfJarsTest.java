/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in jars is what Camel would find. */
class ResourcesOfJarsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classpath:META-INF/services/org/apache/camel/component/*",
                "classpath:META-INF/services/org/apache/camel/**/d*",
                "classpath:org/apache/camel/impl/*.json",
                "classpath:nowhere/*.yaml"
            })
    void findsTheSame(String pattern) throws Exception {
        try (DefaultCamelContext asItIs = new DefaultCamelContext();
                DefaultCamelContext ours = new DefaultCamelContext()) {
            ResourcesOfJars.use(ours);

            assertThat(locations(ours, pattern)).containsExactlyElementsOf(locations(asItIs, pattern));
        }
    }

    private static List<String> locations(CamelContext context, String pattern) throws Exception {
        context.start();
        Collection<Resource> found =
                PluginHelper.getPackageScanResourceResolver(context).findResources(pattern);
        return found.stream().map(Resource::getLocation).sorted().toList();
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The route of a door that has several paths, separated by commas, on an engine that knows of one path for each door: opens a
 * door of its own for each of them. It starts and stops them with the one it was made for, whose processor it is.
 */
final class SeveralPaths extends ServiceSupport implements Processor {

    private final PlatformHttpEndpoint door;
    private final Processor route;
    private final List<Consumer> doors = new ArrayList<>();

    private SeveralPaths(PlatformHttpEndpoint door, Processor route) {
        this.door = door;
        this.route = route;
    }

    /** The route itself where there is one path. */
    static Processor of(PlatformHttpEndpoint door, Processor route) {
        return door.getPath().contains(",") ? new SeveralPaths(door, route) : route;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        route.process(exchange);
    }

    @Override
    protected void doStart() throws Exception {
        for (String path : door.getPath().split(",")) {
            Consumer one = at(path).createConsumer(route);
            doors.add(one);
            ServiceHelper.startService(one);
        }
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownServices(doors);
        doors.clear();
    }

    private PlatformHttpEndpoint at(String path) {
        PlatformHttpEndpoint one = new PlatformHttpEndpoint("platform-http:" + path, path, door.getComponent());
        one.setPlatformHttpEngine(door.getPlatformHttpEngine());
        one.setHttpMethodRestrict(door.getHttpMethodRestrict());
        one.setMatchOnUriPrefix(door.isMatchOnUriPrefix());
        return one;
    }
}

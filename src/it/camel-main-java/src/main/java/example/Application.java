/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import org.apache.camel.main.Main;

/** Camel Main with the gateway's routes beside the application's own. */
public final class Application {

    private Application() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(main().run(arguments));
    }

    static Main main() {
        Main main = new Main();
        main.configure().addRoutesBuilder(new OpenRouterRoutes());
        main.configure().addRoutesBuilder(new HelpDesk());
        return main;
    }
}

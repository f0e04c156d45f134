/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Principal.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix of 11.1, written down once more by hand: who may ask for which path. */
class AdminRolesTest {

    private static final Pattern PATH = Pattern.compile("uri: platform-http:(\\S+)");
    private static final Pattern METHODS = Pattern.compile("httpMethodRestrict: (\\S+)");

    private static final String MATRIX = """
            path                              admin operator auditor lead member
            GET /admin/v1/openapi.yaml        x     x        x       x    x
            GET /admin/v1/usage               x     x        x       x    x
            GET /admin/v1/calls               x     x        x       x    x
            GET /admin/v1/audit               x     x        x       -    -
            GET /admin/v1/settings            x     x        -       -    -
            GET /admin/v1/breakers            x     x        -       -    -
            GET /admin/v1/cooldowns           x     x        -       -    -
            DELETE /admin/v1/cooldowns/{label} x    x        -       -    -
            GET /admin/v1/drain               x     x        -       -    -
            POST /admin/v1/drain              x     x        -       -    -
            DELETE /admin/v1/drain            x     x        -       -    -
            POST /admin/v1/reload             x     x        -       -    -
            POST /admin/v1/forget             x     -        -       -    -
            GET /admin/v1/policy              x     x        -       -    -
            GET /admin/v1/organisation        x     x        -       -    -
            PATCH /admin/v1/organisation      x     -        -       -    -
            GET /admin/v1/defaults            x     x        -       -    -
            PATCH /admin/v1/defaults          x     -        -       -    -
            GET /admin/v1/budgets             x     x        x       x    x
            POST /admin/v1/adjustments        x     -        -       -    -
            GET /admin/v1/teams               x     x        -       x    x
            GET /admin/v1/teams/{name}        x     x        -       x    x
            PUT /admin/v1/teams/{name}        x     -        -       -    -
            PATCH /admin/v1/teams/{name}      x     -        -       x    -
            DELETE /admin/v1/teams/{name}     x     -        -       -    -
            GET /admin/v1/users               x     x        -       -    -
            GET /admin/v1/users/{name}        x     x        -       -    -
            PUT /admin/v1/users/{name}        x     -        -       -    -
            PATCH /admin/v1/users/{name}      x     -        -       -    -
            DELETE /admin/v1/users/{name}     x     -        -       -    -
            GET /admin/v1/keys                x     x        -       x    x
            POST /admin/v1/keys               x     -        -       x    x
            POST /admin/v1/keys/bulk          x     -        -       x    -
            GET /admin/v1/keys/{label}        x     x        -       x    x
            PATCH /admin/v1/keys/{label}      x     -        -       x    -
            DELETE /admin/v1/keys/{label}     x     -        -       -    -
            POST /admin/v1/keys/{label}/rotate  x   -        -       x    x
            POST /admin/v1/keys/{label}/disable x   -        -       x    x
            POST /admin/v1/keys/{label}/enable  x   -        -       x    x
            """;

    @Test
    void everyPathIsForTheRolesThatTheMatrixNames() {
        Set<String> seen = new TreeSet<>();
        MATRIX.lines().skip(1).forEach(line -> {
            String[] cells = line.split("\\s+");
            seen.add(cells[0] + " " + cells[1]);
            for (Role role : Role.values()) {
                assertThat(AdminRoles.allow(Set.of(role), cells[0], cells[1]))
                        .as("%s %s for %s", cells[0], cells[1], role.word())
                        .isEqualTo(cells[2 + role.ordinal()].equals("x"));
            }
        });
        assertThat(seen).isEqualTo(new TreeSet<>(AdminRoles.paths()));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/v1/nobody-has-thought-of-it, ADMIN, false",
        "DELETE, /admin/v1/usage, ADMIN, false",
        "GET, /admin/mine, ADMIN, true",
        "GET, /admin/mine, OPERATOR, false",
        "GET, /ui/page, LEAD, false"
    })
    void whatNoRowNamesIsDenied(String method, String path, Role role, boolean allowed) {
        assertThat(AdminRoles.allow(Set.of(role), method, path)).isEqualTo(allowed);
    }

    @Test
    void everyRouteOfTheAdminApiHasARow() throws IOException {
        Set<String> doors = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("routes/admin"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Matcher path = PATH.matcher(text);
                Matcher methods = METHODS.matcher(text);
                assertThat(path.find() && methods.find()).as(file.toString()).isTrue();
                if (path.group(1).startsWith("/admin/")) {
                    List.of(methods.group(1).split(",")).forEach(method -> doors.add(method + " " + path.group(1)));
                }
            }
        }
        assertThat(doors).hasSizeGreaterThan(30).isEqualTo(new TreeSet<>(AdminRoles.paths()));
    }

    @Test
    void whoHasNoRoleMayNothing() {
        assertThat(AdminRoles.paths()).allSatisfy(path -> {
            String[] parts = path.split(" ");
            assertThat(AdminRoles.allow(Set.of(), parts[0], parts[1])).isFalse();
        });
    }
}

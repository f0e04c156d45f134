/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.door.StreamingEngine;
import io.github.camelopenrouter.spi.AuditTrail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * {@code --dev}: Camel's own watch over {@code routes/}, and beyond what it does by itself, all that a file has made follows it:
 * templates and their routes, and the routes of Kamelets. A file that cannot be used leaves its routes as they were; one that is
 * gone takes them with it, and gives its place back to the jar's copy of that name. Other files' routes stay. A request for a
 * route that is just being replaced is 503. The admin's routes, one directory further down, are read at the start only.
 *
 * <p>All of it runs on the watcher's one thread.
 */
final class DevReload extends RouteWatcherReloadStrategy {

    private static final Logger LOG = StandaloneLog.LOG;

    private final RouteFiles files;
    private final Path directory;
    private final RouteSwap swap;
    /** What was said last of a file that cannot be used: a watcher may tell of one change twice. */
    private final Map<String, @Nullable String> refused = new HashMap<>();

    /** @param engines those of the routes there */
    DevReload(CamelContext context, Path directory, RouteFiles files, List<StreamingEngine> engines) {
        super(directory.toString(), false);
        this.directory = directory;
        this.files = files;
        swap = new RouteSwap(context, files, engines);
        setPattern("*.yaml");
        setRemoveAllRoutes(false);
    }

    @Override
    protected void onRouteReload(Collection<Resource> changed, boolean removeEverything) {
        goneFiles().forEach(gone -> follow(gone.path(), () -> copyInJar(gone)));
        changed.stream()
                .filter(Resource::exists)
                .forEach(file -> follow(RouteFileName.pathOf(file), () -> RouteFileText.of(file)));
    }

    /** A file that was renamed is gone under its old name, whichever of the two the watcher tells first. */
    private List<RouteFileText> goneFiles() {
        return files.all().stream()
                .map(RouteFile::text)
                .filter(text -> text.file()
                        .filter(file -> directory.equals(file.getParent()) && !Files.exists(file))
                        .isPresent())
                .toList();
    }

    private @Nullable RouteFileText copyInJar(RouteFileText gone) {
        return gone.locationInJar()
                .map(PluginHelper.getResourceLoader(getCamelContext())::resolveResource)
                .map(RouteFileText::of)
                .orElse(null);
    }

    /** @param file what stands in it now, null for no such file any more */
    private void follow(String path, Supplier<@Nullable RouteFileText> file) {
        try {
            RouteFile before = files.get(path);
            RouteFileText text = file.get();
            if (!isUsed(before, text) && !isNotThereYet(before, text)) {
                report(path, before, swap.replace(before, text));
                followTemplates(path, before);
            }
            refused.remove(path);
        } catch (RuntimeException e) {
            warn(path, e);
        }
    }

    private static boolean isUsed(@Nullable RouteFile before, @Nullable RouteFileText text) {
        return before != null && before.text().equals(text);
    }

    /** As an editor makes a new file. */
    private static boolean isNotThereYet(@Nullable RouteFile before, @Nullable RouteFileText text) {
        return before == null && text != null && text.isBlank();
    }

    private void warn(String path, RuntimeException failure) {
        RepeatableText repeatable = RepeatableText.about(List.of(), getCamelContext());
        String sentence = UnusableRouteFile.because(path, repeatable, failure).getMessage();
        if (!Objects.equals(sentence, refused.put(path, sentence))) {
            LOG.warn("{}{}", sentence, files.get(path) == null ? "" : " Its routes stay as they were.");
            audit(path, Map.of("problem", sentence), AuditEvent.Outcome.FAILED);
        }
    }

    /** Whoever may write into the directory has done it: nobody knows who that was. */
    private void audit(String path, Map<String, ?> after, AuditEvent.Outcome outcome) {
        AuditTrail.find(getCamelContext())
                .ifPresent(trail -> trail.happened(
                        new AuditEvent(AuditEvent.Actor.GATEWAY, "reload", path, Map.of(), after, outcome)));
    }

    private void report(String path, @Nullable RouteFile before, @Nullable RouteFile now) {
        if (now == null) {
            LOG.info("{} is gone, and its routes with it", path);
            audit(path, Map.of("routes", "removed"), AuditEvent.Outcome.DONE);
        } else {
            List<OpenDoor> doors = OpenDoor.all(getCamelContext(), files).stream()
                    .filter(door -> now.equals(door.file()))
                    .toList();
            String opened = doors.isEmpty() ? "none" : OpenDoor.addresses(doors);
            LOG.info("Routes read from {}, doors: {}", now, opened);
            audit(path, Map.of("doors", opened), AuditEvent.Outcome.DONE);
        }
        if (!configurations(before).equals(configurations(now))) {
            LOG.warn("The route configurations of {} have changed: that needs a restart.", path);
        }
    }

    private static List<?> configurations(@Nullable RouteFile file) {
        return file == null ? List.of() : file.text().configurations();
    }

    /** Other files' routes of the templates that this one has, or had. */
    private void followTemplates(String path, @Nullable RouteFile before) {
        List<String> templates = Stream.of(Optional.ofNullable(before), Optional.ofNullable(files.get(path)))
                .flatMap(Optional::stream)
                .flatMap(file -> file.templates().stream())
                .map(RouteTemplateDefinition::getId)
                .toList();
        for (RouteFile other : List.copyOf(files.all())) {
            if (!other.text().path().equals(path) && other.uses(templates)) {
                followTemplate(other);
            }
        }
    }

    private void followTemplate(RouteFile user) {
        String path = user.text().path();
        if (TemplateUse.areThere(getCamelContext(), user.templatedRoutes())) {
            try {
                report(path, user, swap.replace(user, user.text()));
            } catch (RuntimeException e) {
                warn(path, e);
            }
        } else {
            LOG.warn("{} has routes of a template that is gone: they stay until a restart.", path);
        }
    }
}

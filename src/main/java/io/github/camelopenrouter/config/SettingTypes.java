/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static java.util.function.Function.identity;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of settings that know nothing about one part of the gateway: text, numbers, durations, sizes, words, lists, maps. */
public final class SettingTypes {

    /** What can stand in a header's value whatever character set the other end reads it in. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Pattern RATIO = Pattern.compile("\\d{1,3}(?:\\.\\d{1,12})?");
    private static final Pattern NAME = Pattern.compile("[^\\s>;|]+");

    private static final Map<String, Long> MILLIS =
            Map.of("", 1L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** KB is 1024 bytes, as in Vert.x and Spring; KiB says the same without doubt. */
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "kb", 1L << 10, "kib", 1L << 10, "mb", 1L << 20, "mib", 1L << 20, "gb", 1L << 30, "gib",
            1L << 30);

    /** In each sentence that refuses a value; the page of settings says it once. */
    static final String HOW_DURATIONS_ARE_WRITTEN =
            " (such as 500ms, 15s, 5m, 1h or 400d; a plain number is milliseconds)";

    static final String HOW_SIZES_ARE_WRITTEN = " (plain bytes, or with KB, MB or GB, where 1KB is 1024 bytes)";

    private SettingTypes() {}

    public static SettingType<String> text() {
        return SettingType.of("printable ASCII text on one line", text -> matching(PRINTABLE, text));
    }

    public static SettingType<String> path() {
        return SettingType.of("the path of a readable file", identity());
    }

    public static SettingType<Boolean> flag() {
        return SettingType.of("true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    public static SettingType<Integer> number(int min, int max) {
        return SettingType.of(
                "a whole number from " + min + " to " + max, text -> (int) within(min, max, Long.parseLong(text)));
    }

    /** A part of something. */
    public static SettingType<Double> ratio() {
        return SettingType.of("a number from 0 to 1, such as 0.01", text -> {
            double ratio = Double.parseDouble(matching(RATIO, text));
            if (ratio > 1) {
                throw new IllegalArgumentException();
            }
            return ratio;
        });
    }

    public static SettingType<Duration> duration(String min, String max) {
        return SettingType.of(
                "a duration from " + min + " to " + max + HOW_DURATIONS_ARE_WRITTEN,
                text -> parseDuration(min, max, text));
    }

    /** A duration that can be switched off: {@code off} and {@code 0} become {@link Duration#ZERO}. */
    public static SettingType<Duration> durationOrOff(String min, String max) {
        SettingType<Duration> duration = duration(min, max);
        return SettingType.of(
                "off or " + duration.allowed(),
                text -> isOff(text) ? Duration.ZERO : duration.parser().apply(text));
    }

    public static SettingType<Long> size(String min, String max) {
        return SettingType.of(
                "a size from " + min + " to " + max + HOW_SIZES_ARE_WRITTEN,
                text -> within(measure(min, BYTES), measure(max, BYTES), measure(text, BYTES)));
    }

    /** A size that an array could have. */
    public static SettingType<Integer> smallSize(String min, String max) {
        SettingType<Long> size = size(min, max);
        return SettingType.of(
                size.allowed(), text -> Math.toIntExact(size.parser().apply(text)));
    }

    /** One word of an enumeration, its constants in lower case. */
    public static <E extends Enum<E>> SettingType<E> word(Class<E> type) {
        String words = Arrays.stream(type.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return SettingType.of(words, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** Names without a repetition; an empty text is the empty list. */
    public static SettingType<Set<String>> names() {
        return SettingType.of("a comma-separated list of names", SettingTypes::parseNames)
                .allowingEmpty();
    }

    /** One or more names for each name: {@code a>b;c>d|e}. */
    public static SettingType<Map<String, List<String>>> nameListMap() {
        return SettingType.of(
                "a list such as a>b;c>d|e, each name on the left once",
                text -> parseMap(text, SettingTypes::parseTargets));
    }

    private static Duration parseDuration(String min, String max, String text) {
        long millis = within(measure(min, MILLIS), measure(max, MILLIS), measure(text, MILLIS));
        return Duration.ofMillis(millis);
    }

    private static boolean isOff(String text) {
        return text.equalsIgnoreCase("off") || text.equals("0");
    }

    private static Set<String> parseNames(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            names.add(matching(NAME, name.trim()));
        }
        return Collections.unmodifiableSet(names);
    }

    private static List<String> parseTargets(String text) {
        return Arrays.stream(text.split("\\|", -1))
                .map(target -> matching(NAME, target.trim()))
                .toList();
    }

    /** Reads {@code a>x;c>y}, where what stands on the right is for the target to read. */
    public static <T> Map<String, T> parseMap(String text, Function<String, T> target) {
        Map<String, T> map = new LinkedHashMap<>();
        for (String entry : text.split(";", -1)) {
            String[] sides = entry.split(">", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException();
            }
            String name = matching(NAME, sides[0].trim());
            if (map.putIfAbsent(name, target.apply(sides[1].trim())) != null) {
                throw new WrongText(Redacted.of(name) + " stands there twice");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static long within(long min, long max, long value) {
        if (value < min || value > max) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static long measure(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException();
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A policy as YAML, whose faults say in which line they stand. JSON is YAML, too. */
public final class PolicyYaml {

    private static final int FIRST_LINE = 1;
    private static final int DEEPEST = 20;

    private final LoadSettings settings;
    private final Map<String, Integer> lines = new HashMap<>();

    /** @param file its name, for the sentences */
    private PolicyYaml(String file) {
        this.settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .build();
    }

    /**
     * @param file its name, for the sentence
     * @param isTaken whether a label is a key's somewhere else
     * @throws FaultyPolicyException with the sentence
     */
    public static Policy read(String file, String text, Predicate<String> isTaken) {
        return read(file, text, isTaken, label -> true);
    }

    /**
     * The same.
     *
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     */
    public static Policy read(String file, String text, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        return new PolicyYaml(file).policy(file, text, isTaken, isUpstreamKey);
    }

    private Policy policy(String file, String text, Predicate<String> isTaken, Predicate<String> isUpstreamKey) {
        try {
            return PolicyReader.read(tree(nodes(text)), isTaken, isUpstreamKey);
        } catch (PolicyFault fault) {
            throw new FaultyPolicyException(file, lineOf(fault.pointer()), fault.getMessage());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + FIRST_LINE;
            throw new FaultyPolicyException(file, line, "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new FaultyPolicyException(file, FIRST_LINE, "this is no YAML");
        }
    }

    private Optional<Node> nodes(String text) {
        return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))).getSingleNode();
    }

    private JsonNode tree(Optional<Node> document) throws PolicyFault {
        return document.isEmpty() ? JsonNodeFactory.instance.objectNode() : tree(document.get(), "");
    }

    private JsonNode tree(Node node, String pointer) throws PolicyFault {
        if (pointer.chars().filter(at -> at == '/').count() > DEEPEST) {
            throw new PolicyFault(pointer, "this is nested too deeply"); // an anchor within itself has no end
        }
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(pointer, mark.getLine() + FIRST_LINE));
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            Iterator<Node> elements = sequence.getValue().iterator();
            for (int i = 0; elements.hasNext(); i++) {
                array.add(tree(elements.next(), pointer + "/" + i));
            }
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private ObjectNode object(MappingNode mapping, String pointer) throws PolicyFault {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        List<NodeTuple> entries = mapping.getValue();
        for (NodeTuple entry : entries) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new PolicyFault(pointer, "a name must be a plain text");
            }
            String at = pointer + "/" + Fields.escaped(key.getValue());
            key.getStartMark().ifPresent(mark -> lines.put(at, mark.getLine() + FIRST_LINE));
            if (object.has(key.getValue())) {
                throw new PolicyFault(at, "'" + key.getValue() + "' stands there twice");
            }
            object.set(key.getValue(), tree(entry.getValueNode(), at));
        }
        return object;
    }

    private JsonNode scalar(ScalarNode node) {
        Object value = new StandardConstructor(settings).constructSingleDocument(Optional.of(node));
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof Boolean flag) {
            return json.booleanNode(flag);
        }
        if (value instanceof Integer number) {
            return json.numberNode(number);
        }
        if (value instanceof Number && !(value instanceof Double)) {
            return json.numberNode(new BigInteger(value.toString()));
        }
        return value instanceof Double number ? json.numberNode(number) : json.textNode(node.getValue());
    }

    /** Of the innermost part that has one. */
    private int lineOf(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return lines.getOrDefault("", FIRST_LINE);
    }
}

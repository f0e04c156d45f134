/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A node that answers Jackson's questions about numbers and conversions by decoding itself each time: no rule of the
 * gateway asks them, a host's own processor may.
 */
abstract class DecodingNode extends ValueNode {

    /** The same value as one of Jackson's own nodes. */
    abstract JsonNode decoded();

    @Override
    public boolean asBoolean(boolean defaultValue) {
        return decoded().asBoolean(defaultValue);
    }

    @Override
    public byte @Nullable [] binaryValue() throws IOException {
        return decoded().binaryValue();
    }

    @Override
    public JsonParser.@Nullable NumberType numberType() {
        return decoded().numberType();
    }

    @Override
    public @Nullable Number numberValue() {
        return decoded().numberValue();
    }

    @Override
    public boolean canConvertToInt() {
        return decoded().canConvertToInt();
    }

    @Override
    public boolean canConvertToLong() {
        return decoded().canConvertToLong();
    }

    @Override
    public int intValue() {
        return decoded().intValue();
    }

    @Override
    public long longValue() {
        return decoded().longValue();
    }

    @Override
    public double doubleValue() {
        return decoded().doubleValue();
    }

    @Override
    public BigInteger bigIntegerValue() {
        return decoded().bigIntegerValue();
    }

    @Override
    public int asInt(int defaultValue) {
        return decoded().asInt(defaultValue);
    }

    @Override
    public long asLong(long defaultValue) {
        return decoded().asLong(defaultValue);
    }

    @Override
    public double asDouble(double defaultValue) {
        return decoded().asDouble(defaultValue);
    }
}

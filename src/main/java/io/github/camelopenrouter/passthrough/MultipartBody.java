/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.body.MemoryBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.camel.StreamCache;

/**
 * A {@code multipart/form-data} request as the message body: the client's bytes, of which only the model's name is ever
 * exchanged. To Camel it is a {@link StreamCache}, which converts to bytes; sent with the content type as it was written.
 */
public final class MultipartBody extends MemoryBody {

    private final byte[] bytes;
    private final String type;
    private final FormPart model;
    private final List<String> names;

    private MultipartBody(byte[] bytes, String type, FormPart model, List<String> names) {
        super(type);
        this.bytes = bytes;
        this.type = type;
        this.model = model;
        this.names = names;
    }

    /**
     * Looks for the model.
     *
     * @param bytes are not changed any more
     * @param type the content type, with the boundary
     * @throws io.github.camelopenrouter.error.OpenRouterException 400 if this is no form with exactly one model
     */
    static MultipartBody of(byte[] bytes, String type) {
        MultipartForm form = new MultipartForm(bytes, type);
        return new MultipartBody(bytes, type, form.only("model"), form.names());
    }

    byte[] bytes() {
        return bytes;
    }

    /** The model that it names. */
    public String model() {
        return model.text(bytes);
    }

    /** Of all its parts, as they are written. */
    public List<String> names() {
        return names;
    }

    /** The same with another model's name. */
    MultipartBody withModel(String name) {
        byte[] value = name.getBytes(UTF_8);
        byte[] all = new byte[bytes.length - (model.to() - model.from()) + value.length];
        System.arraycopy(bytes, 0, all, 0, model.from());
        System.arraycopy(value, 0, all, model.from(), value.length);
        System.arraycopy(bytes, model.to(), all, model.from() + value.length, bytes.length - model.to());
        return of(all, type);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public long length() {
        return bytes.length;
    }
}

/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
/**
 * Settings: each is declared once, read from properties and environment, and checked at the start. One room, because
 * half of it are the small types of values that only settings have. Uses {@code api}.
 */
@NullMarked
package io.github.camelopenrouter.config;

import org.jspecify.annotations.NullMarked;

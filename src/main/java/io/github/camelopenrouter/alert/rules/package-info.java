/**
 * What the gateway looks for by itself, a rule each, and from where on it is wrong. Uses {@code upstream.keys},
 * {@code upstream}, {@code usage}, {@code balance}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.alert.rules;

import org.jspecify.annotations.NullMarked;

/**
 * Tells operators what is wrong, once for each incident: the component {@code openrouter-alert}, what the route in
 * {@code routes/alerts/} names, and the book of incidents. Uses {@code webhook}, {@code alert.rules},
 * {@code upstream.keys}, {@code upstream}, {@code usage}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.alert;

import org.jspecify.annotations.NullMarked;

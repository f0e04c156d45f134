/**
 * Sends what has gone wrong to people: the settings of receivers of alerts, and what the routes in {@code routes/alerts/} name.
 * Uses {@code webhook}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.alert.receiver;

import org.jspecify.annotations.NullMarked;

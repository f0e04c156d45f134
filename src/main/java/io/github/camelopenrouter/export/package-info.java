/**
 * Hands the records of calls on to whoever wants them, behind the calls: the component {@code openrouter-usage}, and what the
 * routes in {@code routes/export/} name. Uses {@code webhook}, {@code usage}, {@code config}, {@code spi}.
 */
@NullMarked
package io.github.camelopenrouter.export;

import org.jspecify.annotations.NullMarked;

/**
 * What everything that sends over HTTP to an address of the operator shares: Standard Webhooks' signature, and a client that
 * keeps the address to itself. Uses {@code httpclient},
 * {@code config}.
 */
@NullMarked
package io.github.camelopenrouter.webhook;

import org.jspecify.annotations.NullMarked;

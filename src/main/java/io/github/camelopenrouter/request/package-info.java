/**
 * The request body as a tree, and the processors that change it, one rule each.
 *
 * <p>They stand in a route in this order: {@code RequestDecoder}, on responses {@code MessagesToInput},
 * {@code RequestValidation}, {@code ModelName}, then the rules of the operation in any order, {@code RequestEncoder}.
 * All of them are stateless, or safe to share, between threads.
 */
package io.github.camelopenrouter.request;

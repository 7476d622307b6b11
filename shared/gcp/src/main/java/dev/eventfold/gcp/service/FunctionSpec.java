package dev.eventfold.gcp.service;

import java.util.Optional;

/**
 * One function of a service.
 *
 * @param name of the function; its subscription, if it has one, has the same
 * @param entryPoint the class that the Functions Framework makes
 * @param topic that it publishes to or is subscribed to
 */
public record FunctionSpec(
    String service, String name, FunctionKind kind, Class<?> entryPoint, Optional<String> topic) {}

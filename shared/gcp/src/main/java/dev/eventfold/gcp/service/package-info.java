/**
 * A service in one definition. {@link dev.eventfold.gcp.service.Service} names what it decides,
 * what feeds its views and what it answers; {@link dev.eventfold.gcp.service.Topology} is all
 * services of a system. Functions, deployment, tools and simulators read them and keep no list of
 * their own.
 */
package dev.eventfold.gcp.service;

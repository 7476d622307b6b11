/** {@code POST /<service>/commands}: who may send what, and what comes back. */
package dev.eventfold.gcp.commands;

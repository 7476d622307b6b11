/**
 * How JSON is read and written: strictly from clients, tolerantly from stores, and never through a
 * binary float.
 */
package dev.eventfold.json;

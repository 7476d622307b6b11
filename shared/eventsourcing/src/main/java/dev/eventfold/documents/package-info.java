/**
 * Where views are kept: collections of documents that are written on a condition and found by an
 * index. {@link dev.eventfold.documents.QueryStore} is the port; every adapter passes the same
 * contract.
 */
package dev.eventfold.documents;

/** How the keys of persons are wrapped, at home and by Cloud KMS. */
package dev.eventfold.gcp.keys;

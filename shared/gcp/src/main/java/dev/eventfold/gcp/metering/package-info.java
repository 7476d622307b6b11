/** What Google bills for, counted on the channels of its clients. */
package dev.eventfold.gcp.metering;

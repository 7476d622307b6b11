/** What Google bills for, counted from the calls themselves. */
package dev.eventfold.gcp.metering;

/** The operator's tools on a running system: each as a process, while the system is used. */
package restaurant.local.operations;

/** Who charges guests, gives money back and sends receipts, where no real provider does. */
package restaurant.local.bank;

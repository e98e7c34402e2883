package io.membership.sample.stock;

/**
 * The stock of an item.
 *
 * @param item name of the item
 * @param available number in stock
 * @param servedBy the instance that answered
 */
public record Stock(String item, int available, String servedBy) {

}

package io.membership.sample.stock;

/**
 * What there is of an item.
 *
 * @param item name of the item
 * @param available how many there are
 * @param servedBy which instance says so
 */
public record Stock(String item, int available, String servedBy) {

}

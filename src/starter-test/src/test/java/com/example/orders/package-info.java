/** The examples of the documents. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;

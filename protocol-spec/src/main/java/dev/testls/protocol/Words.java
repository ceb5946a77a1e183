package dev.testls.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The words that a component may hold, or the elements of a list. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Words {
    String[] value();

    /** Whether a receiver must bear others; where it is not open, another one is an error. */
    boolean open() default false;
}

package ai.h2o.sparkling.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Where a method of a resource is reached. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Route {
    /** In capitals; who answers GET answers HEAD, too. */
    String method() default "GET";

    /** Path without the context path; {@code {name}} stands for one segment. */
    String path();

    /** Status of a success. */
    int status() default 200;

    /** Whether parameters may also come as a form in the body, which is how H2O's own clients send them. */
    boolean form() default false;
}

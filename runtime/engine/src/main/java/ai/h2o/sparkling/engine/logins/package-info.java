/** Asks directories whether a user's password is right, by the login modules that come with H2O. */
package ai.h2o.sparkling.engine.logins;

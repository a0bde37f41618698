package ai.h2o.sparkling.settings;

import java.util.Optional;

/** Who tells whether a password is right, besides the gateway itself. */
public enum LoginKind {
    HASH("hash.login", null),
    LDAP("ldap.login", "ldaploginmodule"),
    KERBEROS("kerberos.login", "krb5loginmodule"),
    PAM("pam.login", "pamloginmodule");

    private final String setting;
    private final String entry;

    LoginKind(String setting, String entry) {
        this.setting = setting;
        this.entry = entry;
    }

    /** The full name of the setting that switches it on. */
    public String setting() {
        return Settings.PREFIX + setting;
    }

    /** The entry of the JAAS configuration that names the modules, as H2O calls it; empty for a file of hashes. */
    public Optional<String> entry() {
        return Optional.ofNullable(entry);
    }
}

package ai.h2o.sparkling.engine.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.h2o.sparkling.engine.api.EngineFailure;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.security.auth.login.Configuration;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
    @TempDir
    private Path folder;

    private final Logins logins = new Logins();

    @Test
    void aFileOfHashesIsReadAsJettyReadsIt() throws Exception {
        logins.openHashes(
                file(
                        """
                jane: MD5:5f4dcc3b5aa765d61d8327deb882cf99
                joe: plain
                jim: OBF:1v2j1uum1xtv1zej1zer1xtn1uvk1v1v,admin
                """));

        assertThat(logins.accepts("jane", "password")).isTrue();
        assertThat(logins.accepts("joe", "plain")).isTrue();
        assertThat(logins.accepts("jim", "password")).isTrue();
        assertThat(logins.accepts("jane", "5f4dcc3b5aa765d61d8327deb882cf99")).isFalse();
        assertThat(logins.accepts("nobody", "plain")).isFalse();
        assertThat(logins.accepts("joe", "")).isFalse();
        assertThat(logins.accepts("", "plain")).isFalse();
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        assertThatThrownBy(() -> logins.openHashes(folder.resolve("missing")))
                .isInstanceOf(EngineFailure.class)
                .hasMessageStartingWith(
                        "The file of users and hashes " + folder.resolve("missing") + " cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.eclipse.jetty.jaas.spi",
                "ai.h2o.org.eclipse.jetty.jaas.spi",
                "org.eclipse.jetty.plus.jaas.spi",
                "ai.h2o.org.eclipse.jetty.plus.jaas.spi"
            })
    void usersOfADirectoryLogInByWhateverNameTheModuleHasHad(String place) throws Exception {
        try (var server = directory()) {
            logins.openModules("ldaploginmodule", file(ldap(place, server.getListenPort())));

            assertThat(logins.accepts("jane", "zärtlich")).isTrue();
            assertThat(logins.accepts("jane", "wrong")).isFalse();
            assertThat(logins.accepts("jane", "")).isFalse();
            assertThat(logins.accepts("nobody", "zärtlich")).isFalse();
            assertThat(logins.accepts("*", "zärtlich")).isFalse();
            assertThat(logins.accepts("jane)(uid=*", "zärtlich")).isFalse();
        }
    }

    @Test
    void aDirectoryThatDoesNotAnswerIsNoWrongPassword() throws Exception {
        int port;
        try (var server = directory()) {
            port = server.getListenPort();
        }
        logins.openModules("ldaploginmodule", file(ldap("org.eclipse.jetty.jaas.spi", port)));

        assertThatThrownBy(() -> logins.accepts("jane", "zärtlich"))
                .isInstanceOf(EngineFailure.class)
                .hasMessageStartingWith("The login modules of 'ldaploginmodule' could not tell who it is");
    }

    @Test
    void usersOfKerberosLogInByTheirPassword() throws Exception {
        var kdc = new SimpleKdcServer();
        kdc.setWorkDir(Files.createDirectory(folder.resolve("kdc")).toFile());
        kdc.setKdcRealm("EXAMPLE.ORG");
        kdc.setKdcHost("localhost");
        kdc.setAllowUdp(false);
        kdc.init();
        kdc.start();
        try {
            kdc.createPrincipal("jane@EXAMPLE.ORG", "secret-of-jane");
            System.setProperty(
                    "java.security.krb5.conf", folder.resolve("kdc/krb5.conf").toString());
            logins.openModules(
                    "krb5loginmodule",
                    file("krb5loginmodule { com.sun.security.auth.module.Krb5LoginModule required; };"));

            assertThat(logins.accepts("jane", "secret-of-jane")).isTrue();
            assertThat(logins.accepts("jane@EXAMPLE.ORG", "secret-of-jane")).isTrue();
            assertThat(logins.accepts("jane", "wrong")).isFalse();
            assertThat(logins.accepts("nobody", "secret-of-jane")).isFalse();

            kdc.stop();
            assertThatThrownBy(() -> logins.accepts("jane", "secret-of-jane")).isInstanceOf(EngineFailure.class);
        } finally {
            System.clearProperty("java.security.krb5.conf");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pamDecidesByItsOwnRules() throws Exception {
        // Root becomes anybody without being asked for a password; who may log in where nothing is said is nobody.
        assumeTrue(System.getProperty("user.name").equals("root") && Files.exists(Path.of("/etc/pam.d/su")));
        logins.openModules(
                "pamloginmodule", file("pamloginmodule { de.codedo.jaas.PamLoginModule required service = \"su\"; };"));
        assertThat(logins.accepts("root", "whatever")).isTrue();

        var other = new Logins();
        other.openModules(
                "pamloginmodule",
                file("pamloginmodule { de.codedo.jaas.PamLoginModule required service = \"no-such\"; };"));
        assertThat(other.accepts("root", "whatever")).isFalse();
    }

    @Test
    void theConfigurationOfTheJvmStaysItsOwners() throws Exception {
        Configuration before = new Configuration() {
            @Override
            public javax.security.auth.login.AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return null;
            }
        };
        Configuration.setConfiguration(before);
        try {
            logins.openModules("ldaploginmodule", file(ldap("org.eclipse.jetty.jaas.spi", 1)));
            assertThat(Configuration.getConfiguration()).isSameAs(before);
            assertThat(System.getProperty("java.security.auth.login.config")).isNull();
        } finally {
            Configuration.setConfiguration(null);
        }
    }

    @Test
    void whatIsWrongWithAConfigurationIsTold() throws IOException {
        assertThatThrownBy(() -> logins.openModules("ldaploginmodule", file("mine { a.b.C required; };")))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("has no entry 'ldaploginmodule'");
        assertThatThrownBy(() -> logins.openModules("ldaploginmodule", file("ldaploginmodule { a.b.C required; };")))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("names the module a.b.C, which is neither H2O's nor Java's");
        assertThatThrownBy(() -> logins.openModules("ldaploginmodule", file("{{{")))
                .isInstanceOf(EngineFailure.class)
                .hasMessageContaining("cannot be read");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("login.conf"), text);
    }

    private static InMemoryDirectoryServer directory() throws Exception {
        var config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("test", InetAddress.getLoopbackAddress(), 0, null));
        config.addAdditionalBindCredentials("cn=reader", "secret-of-reader");
        config.setAuthenticationRequiredOperationTypes(com.unboundid.ldap.sdk.OperationType.SEARCH);
        var server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        server.add(
                "dn: uid=jane,dc=example,dc=org",
                "objectClass: inetOrgPerson",
                "uid: jane",
                "cn: Jane",
                "sn: Doe",
                "userPassword: zärtlich");
        server.startListening();
        return server;
    }

    private static String ldap(String place, int port) {
        return """
                ldaploginmodule {
                    %s.LdapLoginModule required
                    contextFactory="com.sun.jndi.ldap.LdapCtxFactory"
                    hostname="127.0.0.1" port="%d"
                    bindDn="cn=reader" bindPassword="secret-of-reader"
                    authenticationMethod="simple" forceBindingLogin="true"
                    userBaseDn="dc=example,dc=org" userRdnAttribute="uid" userIdAttribute="uid"
                    userPasswordAttribute="userPassword" userObjectClass="inetOrgPerson"
                    roleBaseDn="dc=example,dc=org" roleNameAttribute="cn" roleMemberAttribute="member"
                    roleObjectClass="groupOfNames";
                };
                """
                .formatted(place, port);
    }
}

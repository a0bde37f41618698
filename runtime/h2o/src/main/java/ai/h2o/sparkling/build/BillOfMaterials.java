package ai.h2o.sparkling.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.license.Expression;

/** The committed CycloneDX list of what one of our archives is made of. It carries neither time nor serial number: it changes with its content. */
final class BillOfMaterials {
    static final Subject ENGINE =
            new Subject("ai.h2o", "h2o", "The H2O engine as Sparkling Hosted trims and patches it", "h2o.jar");
    static final Subject CONNECTORS = new Subject(
            "io.github.sparklinghosted",
            "connectors",
            "The connectors to cloud storage that Sparkling Hosted carries",
            "gcs-connector");
    static final Subject JAR = new Subject(
            "io.github.sparklinghosted",
            "sparkling-hosted",
            "The one jar of Sparkling Hosted, its nested engine and connectors aside: they have lists of their own",
            "Maven Central");

    private BillOfMaterials() {}

    /**
     * What a bill is of.
     *
     * @param origin where those of its libraries come from whose release {@code pom.xml} does not name
     */
    record Subject(String group, String name, String description, String origin) {}

    /**
     * @param replaced versions of libraries whose release {@code pom.xml} names
     * @param bundled what some of them hold, and files
     * @param ofScoring libraries of the scoring jar inside, if there is one
     */
    static void check(
            Subject subject,
            Libraries libraries,
            Map<Library, String> replaced,
            BundledLibraries bundled,
            Optional<Libraries> ofScoring,
            Path file,
            boolean rewrite)
            throws IOException {
        String text = text(subject, libraries, replaced, bundled, ofScoring);
        if (rewrite) {
            Files.writeString(file, text);
        } else if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            throw new BuildFailure(subject.name() + " is no longer made of what " + file
                    + " lists. If the change is meant, run `make baseline` and commit the file.");
        }
    }

    private static String text(
            Subject subject,
            Libraries libraries,
            Map<Library, String> replaced,
            BundledLibraries bundled,
            Optional<Libraries> ofScoring) {
        Bom bom = new Bom();
        bom.setSerialNumber(null);
        Component whole = new Component();
        whole.setType(Component.Type.LIBRARY);
        whole.setGroup(subject.group());
        whole.setName(subject.name());
        whole.setDescription(subject.description());
        Metadata metadata = new Metadata();
        metadata.setTimestamp(null);
        metadata.setComponent(whole);
        bom.setMetadata(metadata);
        sorted(libraries).forEach(library -> {
            Component component =
                    component(library, replaced.getOrDefault(library, library.version()), subject.origin(), "");
            bundled.inside(library).forEach(inner -> component.addComponent(component(inner)));
            bom.addComponent(component);
        });
        bundled.insideFiles().forEach((file, inside) -> bom.addComponent(file(file, inside)));
        ofScoring.ifPresent(inside -> bom.addComponent(scoringJar(inside, subject.origin())));
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
        } catch (GeneratorException e) {
            throw new BuildFailure("The bill of materials cannot be written: " + e.getMessage());
        }
    }

    private static Stream<Library> sorted(Libraries libraries) {
        return libraries.all().stream().sorted(Comparator.comparing(Library::coordinates));
    }

    private static Component scoringJar(Libraries libraries, String origin) {
        Component jar = new Component();
        jar.setType(Component.Type.FILE);
        jar.setName(ScoringJar.NAME);
        jar.setBomRef(ScoringJar.NAME);
        jar.setDescription("What H2O hands to those who score elsewhere");
        sorted(libraries)
                .forEach(library ->
                        jar.addComponent(component(library, library.version(), origin, ScoringJar.NAME + "!")));
        return jar;
    }

    private static Component file(String name, List<BundledLibrary> inside) {
        Component file = new Component();
        file.setType(Component.Type.FILE);
        file.setName(name);
        file.setBomRef(name);
        inside.forEach(library -> file.addComponent(component(library)));
        return file;
    }

    private static Component component(BundledLibrary library) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(library.url().getNamespace());
        component.setName(library.url().getName());
        component.setVersion(library.url().getVersion());
        component.setPurl(library.url());
        component.setBomRef(library.host() + "!" + component.getPurl());
        component.setLicenses(licence(library.licence()));
        component.addProperty(
                property(library.insideLibrary() ? "sparkling:folder" : "sparkling:evidence", library.evidence()));
        return component;
    }

    /** @param place what tells this copy of a library from another one */
    private static Component component(Library library, String version, String origin, String place) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(library.group());
        component.setName(library.artifact());
        component.setVersion(version);
        component.setPurl("pkg:maven/" + library.group() + "/" + library.artifact() + "@" + version);
        component.setBomRef(place + component.getPurl());
        component.setLicenses(licence(library.licence()));
        library.roots().forEach(root -> component.addProperty(property("sparkling:folder", root)));
        component.addProperty(property("sparkling:origin", library.replaced() ? "Maven Central" : origin));
        return component;
    }

    private static LicenseChoice licence(String spdx) {
        LicenseChoice choice = new LicenseChoice();
        if (spdx.contains(" OR ") || spdx.contains(" AND ")) {
            choice.setExpression(new Expression(spdx));
        } else {
            License license = new License();
            if (spdx.startsWith("LicenseRef-")) {
                license.setName(spdx);
            } else {
                license.setId(spdx);
            }
            choice.addLicense(license);
        }
        return choice;
    }

    private static Property property(String name, String value) {
        Property property = new Property();
        property.setName(name);
        property.setValue(value);
        return property;
    }
}

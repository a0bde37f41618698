package ai.h2o.sparkling.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FlowPageTest {
    private static final String SCRIPT =
            """
            a=function(e){var t;return(t=window.location.toString()).endsWith("flow/index.html")\
            ?e.ContextPath=t.substring(0,t.length-"flow/index.html".length):(e.ContextPath="/")}""";
    private static final String PAGE =
            """
            <link rel="stylesheet" href="//fonts.googleapis.com/css?family=Lato:300,400,700,300italic,400italic,700italic\
            |Source+Code+Pro:400,600" type="text/css"><!-- <script src="https://old.example/x.js"></script> -->
            <link href="css/flow.css" rel="stylesheet"><a href="https://elsewhere.example/">x</a>""";

    @Test
    void flowFindsItsServerWhateverFollowsTheAddressOfItsPage() {
        Archive engine = engine(SCRIPT, PAGE);

        FlowPage.makeRelative(engine);

        assertThat(text(engine, FlowEdit.SCRIPT))
                .contains("(t=window.location.href.split(/[?#]/)[0]).endsWith(\"flow/index.html\")");
    }

    @Test
    void nothingIsTakenFromAnotherSite() {
        Archive engine = engine(SCRIPT, PAGE);

        FlowPage.makeRelative(engine);

        assertThat(text(engine, FlowEdit.PAGE))
                .doesNotContain("fonts.googleapis.com")
                .contains("<link href=\"css/flow.css\" rel=\"stylesheet\">");
    }

    @Test
    void aFlowThatFindsItsServerInAnotherWayIsRefused() {
        assertThatThrownBy(() -> FlowPage.makeRelative(engine("e.ContextPath='/'", PAGE)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageStartingWith("www/flow/js/flow.js does not hold exactly once what the build changes:");
        assertThatThrownBy(() -> FlowPage.makeRelative(engine(SCRIPT + SCRIPT, PAGE)))
                .isInstanceOf(BuildFailure.class);
    }

    @Test
    void anAssetOrACallAtTheRootOfTheSiteIsRefused() {
        String asset = "<script src=\"/js/x.js\"></script>";
        assertThatThrownBy(() -> FlowPage.makeRelative(engine(SCRIPT, PAGE + asset)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("www/flow/index.html asks for something at the root of its site")
                .hasMessageEndingWith("<script src=\"/js/x.js\">");
        assertThatThrownBy(() -> FlowPage.makeRelative(engine(SCRIPT + ";window.open(`/3/Models/${x}`)", PAGE)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageEndingWith("window.open(`/3/Models/${x}");
    }

    private static Archive engine(String script, String page) {
        Archive engine = new Archive();
        engine.files().put(FlowEdit.SCRIPT, script.getBytes(StandardCharsets.UTF_8));
        engine.files().put(FlowEdit.PAGE, page.getBytes(StandardCharsets.UTF_8));
        return engine;
    }

    private static String text(Archive engine, String file) {
        return new String(engine.files().get(file), StandardCharsets.UTF_8);
    }
}

package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.errors.H2OSparklingException;
import ai.h2o.sparkling.gateway.OwnAnswer;
import ai.h2o.sparkling.gateway.OwnRequest;
import ai.h2o.sparkling.gateway.OwnService;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own REST: finds the operation for a request, and turns what comes of it into an answer. */
public final class RestApi implements OwnService {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);

    /** Below these nothing reaches a node. */
    private static final Pattern OURS = Pattern.compile("/sparkling(/.*)?|/3/(dataframes|h2oframes|RDDs|option)(/.*)?");

    private final List<Operation> operations;

    private RestApi(List<?> resources) {
        operations = resources.stream().flatMap(Operation::of).toList();
    }

    /** The API of a context. The context need not run yet: it is asked when requests come. */
    public static RestApi of(H2OContext context) {
        var tables = new SparkTables(context);
        var described = List.of(
                new ContextResource(context),
                new NodesResource(context),
                new GenerationsResource(context),
                new FramesResource(context, tables),
                new TablesResource(context, tables),
                new ConversionsResource(context),
                new JobsResource(context),
                new SettingsResource(context),
                new LogsResource(context),
                new FormerDataFrames(context, tables),
                new FormerFrames(context),
                new FormerRdds(context),
                new FormerOptions(context));
        var pages = new PagesResource(() ->
                new OpenApiDocument(described.stream().flatMap(Operation::of).toList()));
        return new RestApi(Stream.concat(described.stream(), Stream.of(pages)).toList());
    }

    @Override
    public boolean answers(String path) {
        return OURS.matcher(path).matches();
    }

    @Override
    public OwnAnswer answer(OwnRequest request) {
        try {
            return Reply.of(find(request), request);
        } catch (RestException e) {
            return new OwnAnswer.Failure(e.status(), e.headers(), e.getMessage());
        } catch (CloudLostException | ContextStoppedException e) {
            return new OwnAnswer.Failure(503, Map.of(), e.getMessage());
        } catch (AnalysisException e) {
            return new OwnAnswer.Failure(
                    400, Map.of(), "Spark refuses it: " + e.getMessage().strip().split("\\R", 2)[0]);
        } catch (H2OSparklingException e) {
            return new OwnAnswer.Failure(500, Map.of(), e.getMessage());
        } catch (Exception e) {
            LOG.warn("The request {} {} failed", request.method(), request.path(), e);
            return new OwnAnswer.Failure(500, Map.of(), "The request failed: " + e);
        }
    }

    private Reply.Call find(OwnRequest request) {
        var here = operations.stream()
                .filter(operation -> operation.match(request.path()).isPresent())
                .toList();
        if (here.isEmpty()) {
            throw RestException.notFound("There is nothing at this path; sparkling/v1/openapi.json lists all there is");
        }
        var operation = here.stream()
                .filter(candidate -> candidate.takes(request.method()))
                .findFirst()
                .orElseThrow(() -> new RestException(
                        405,
                        "This path takes " + Operation.allowed(here) + ", not " + request.method(),
                        Map.of("Allow", Operation.allowed(here))));
        return new Reply.Call(operation, operation.match(request.path()).orElseThrow());
    }
}

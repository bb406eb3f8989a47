package xunwen.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;
import org.opensearch.transport.TransportService;

/**
 * One OpenSearch node in its own process, for tests on loopback.
 *
 * <p>Arguments, each as {@code key=value}:
 * <ul>
 *   <li>{@code cluster} and {@code name}: names of the cluster and, unique in it, of the node
 *   <li>{@code data}: folder for the node's data and its log {@code node.log}
 *   <li>{@code seeds}: transport addresses of other nodes, separated by commas; may be empty
 *   <li>{@code first}: name of the node that forms a new cluster; empty for one that joins
 * </ul>
 *
 * <p>Once it answers, the node prints {@code ready http=PORT transport=PORT}; whether it has joined
 * the cluster by then is for the caller to ask. It runs until its standard input ends, which also
 * happens when the process that started it is killed: no node outlives its test.
 */
public final class Node {
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = parse(arguments);
        Path data = Path.of(options.get("data")).toAbsolutePath();
        Files.createDirectories(data);
        // Must come before the first class of OpenSearch, which would set up logging.
        System.setProperty("servers.log", data.resolve("node.log").toString());
        System.setProperty("log4j2.disable.jmx", "true");

        // First, because the caller may be gone before the node is up. This thread
        // also keeps the process alive, as those of OpenSearch are daemons.
        new Thread(Node::haltWithCaller, "halt-with-caller").start();
        try {
            Server server = new Server(settings(options, data));
            server.start();
            System.out.println("ready http=" + server.httpPort() + " transport=" + server.transportPort());
        } catch (Throwable failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static Map<String, String> parse(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair.length != 2) {
                throw new IllegalArgumentException("not of the form key=value: " + argument);
            }
            options.put(pair[0], pair[1]);
        }
        for (String key : List.of("name", "data", "cluster")) {
            if (options.getOrDefault(key, "").isEmpty()) {
                throw new IllegalArgumentException("missing: " + key);
            }
        }
        return options;
    }

    private static void haltWithCaller() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException closed) {
            // The same as the end of the input.
        }
        // An orderly end could hang, and the data is thrown away with the test.
        Runtime.getRuntime().halt(0);
    }

    private static Settings settings(Map<String, String> options, Path data) {
        Settings.Builder settings = Settings.builder()
                .put("cluster.name", options.get("cluster"))
                .put("node.name", options.get("name"))
                .put("path.home", data.toString())
                .putList("discovery.seed_hosts", list(options.get("seeds")))
                .putList("cluster.initial_cluster_manager_nodes", list(options.get("first")));
        network(settings);
        failOver(settings);
        small(settings);
        return settings.build();
    }

    /** Port 0 lets the system choose, so that clusters run side by side. */
    private static void network(Settings.Builder settings) {
        settings.put("network.host", "127.0.0.1").put("http.port", "0").put("transport.port", "0")
                // Ready means that the node answers, not that the others are up.
                .put("discovery.initial_state_timeout", "0s");
    }

    /**
     * A killed process closes its connections and is noticed at once. The timeouts are for processes
     * that hang; much shorter ones would drop healthy nodes on a busy machine.
     */
    private static void failOver(Settings.Builder settings) {
        for (String check : List.of("follower_check", "leader_check")) {
            settings.put("cluster.fault_detection." + check + ".interval", "500ms")
                    .put("cluster.fault_detection." + check + ".timeout", "2s")
                    .put("cluster.fault_detection." + check + ".retry_count", 2);
        }
        settings.put("discovery.find_peers_interval", "250ms")
                .put("discovery.request_peers_timeout", "1s")
                .put("discovery.probe.connect_timeout", "1s")
                .put("discovery.probe.handshake_timeout", "1s")
                .put("cluster.publish.timeout", "5s")
                .put("cluster.follower_lag.timeout", "10s");
    }

    private static void small(Settings.Builder settings) {
        settings.put("action.auto_create_index", false)
                // The disk of a machine that runs tests is often nearly full.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                // Otherwise every node sizes its thread pools for all cores of the machine.
                .put("node.processors", 2);
    }

    private static List<String> list(String commaSeparated) {
        boolean empty = commaSeparated == null || commaSeparated.isEmpty();
        return empty ? List.of() : List.of(commaSeparated.split(","));
    }

    /** The constructor that takes plugins from the class path is open to subclasses only. */
    private static final class Server extends org.opensearch.node.Node {
        private static final List<Class<? extends Plugin>> PLUGINS =
                List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, SmartChinesePlugin.class);

        Server(Settings settings) {
            super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> ""), PLUGINS, true);
        }

        int httpPort() {
            return injector().getInstance(HttpServerTransport.class).boundAddress().publishAddress().getPort();
        }

        int transportPort() {
            return injector().getInstance(TransportService.class).boundAddress().publishAddress().getPort();
        }
    }
}

package water;

import ai.h2o.sparkling.engine.api.CloudDescription;
import ai.h2o.sparkling.engine.api.CloudDescription.MemberDescription;
import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.NodeAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way into H2O's package-private membership code. Holds nothing that could live outside this package. */
@SuppressWarnings("ReferenceEquality") // H2O interns its nodes and compares them so
public final class WaterDoor {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");

    /** H2O itself sends a heartbeat a second; while a cloud forms, more of them make it three times as fast. */
    private static final long HEARTBEAT_MILLIS = 25;

    private WaterDoor() {}

    /**
     * Lets H2O make the thread of its cleaner in this thread, so that it joins its group. To be called before anything else of H2O: it is
     * made when the class is first used, and that could be by the thread by which the JVM tells of a collection.
     */
    public static void makeCleaner() {
        Cleaner.TIME_AT_LAST_GC = System.currentTimeMillis();
    }

    public static NodeAddress selfAddress() {
        return new NodeAddress(H2O.SELF_ADDRESS.getHostAddress(), H2O.API_PORT, H2O.H2O_PORT);
    }

    /** Makes this node talk to the members. */
    public static void expect(List<NodeAddress> members) throws EngineFailure {
        for (NodeAddress member : members) {
            H2O.addNodeToFlatfile(node(member));
        }
    }

    /** Whether this node will lead a cloud of these: H2O takes the lowest address. */
    public static boolean leads(List<NodeAddress> members) throws EngineFailure {
        for (NodeAddress member : members) {
            if (H2O.SELF.compareTo(node(member)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static H2ONode node(NodeAddress member) throws EngineFailure {
        try {
            // A literal address: no name service is asked.
            return H2ONode.intern(InetAddress.getByName(member.host()), member.internalPort());
        } catch (UnknownHostException e) {
            throw new EngineFailure("The node's address " + member.authority() + " cannot be read", e);
        }
    }

    /** Waits until exactly the members agree on being the cloud, then locks it. */
    public static void awaitAgreement(List<NodeAddress> members, Duration deadline) throws EngineFailure {
        long end = System.nanoTime() + deadline.toNanos();
        while (!(Paxos._commonKnowledge && H2O.CLOUD.size() == members.size())) {
            if (System.nanoTime() - end > 0) {
                throw new EngineFailure("The nodes have not agreed on a cloud of " + members.size() + " within "
                        + deadline.toSeconds() + " s: " + address(H2O.SELF) + " sees " + seen() + ", expected "
                        + members.stream().map(NodeAddress::authority).collect(Collectors.joining(", "))
                        + ". Check that the executors reach each other's ports, or raise spark.ext.h2o.cloud.timeout");
            }
            if (members.size() > 1) {
                UDPHeartbeat.build_and_multicast(H2O.CLOUD, H2O.SELF._heartbeat);
            }
            try {
                // Paxos notifies nobody of all the changes waited for here, so this is a poll.
                Thread.sleep(HEARTBEAT_MILLIS);
            } catch (InterruptedException e) {
                throw new EngineFailure("Waiting for a cloud of " + members.size() + " was interrupted");
            }
        }
        Paxos.lockCloud("all expected nodes have joined");
    }

    private static String seen() {
        var nodes = new ArrayList<String>();
        for (H2ONode node : Paxos.PROPOSED.values()) {
            nodes.add(address(node).authority());
        }
        return nodes.toString();
    }

    public static NodeAddress address(H2ONode node) {
        var key = node._key;
        return new NodeAddress(key.getAddress().getHostAddress(), key.getApiPort(), key.getInternalPort());
    }

    public static List<NodeAddress> members() {
        var members = new ArrayList<NodeAddress>();
        for (H2ONode node : H2O.CLOUD._memary) {
            members.add(address(node));
        }
        return members;
    }

    public static CloudDescription describeCloud() {
        var members = new ArrayList<MemberDescription>();
        var runtime = Runtime.getRuntime();
        for (H2ONode node : H2O.CLOUD._memary) {
            var heartbeat = node._heartbeat;
            long max = node == H2O.SELF
                    ? runtime.maxMemory()
                    : heartbeat.get_free_mem() + heartbeat.get_kv_mem() + heartbeat.get_pojo_mem();
            members.add(new MemberDescription(address(node), heartbeat.get_free_mem(), max, heartbeat._nthreads));
        }
        int leader = H2O.CLOUD._memary.length == 0 ? -1 : H2O.CLOUD.leader().index();
        return new CloudDescription(H2O.ARGS.name, H2O.ABV.projectVersion(), Paxos._cloudLocked, leader, members);
    }

    public static int selfIndex() {
        return H2O.SELF.index();
    }

    /** Index in the cloud of the node that keeps the value of a key. */
    public static int home(Key<?> key) {
        return key.home_node().index();
    }

    /** Whether H2O makes room by writing values to disk. */
    public static boolean cleans() {
        return H2O.ARGS.cleaner;
    }

    /** Whether this thread receives what other nodes send. */
    public static boolean inReceiver() {
        return Thread.currentThread() instanceof TCPReceiverThread.TCPReaderThread;
    }

    public static boolean diskFull() {
        return Cleaner.isDiskFull();
    }

    /** Bytes of heap that values took when H2O last counted them. */
    public static long bytesOfData() {
        return Cleaner.Histo.cached();
    }

    /** Ends the threads that send to nodes. A message sent later starts one again. */
    public static void dropConnections() {
        // Also those that never became members, and this one: it sends heartbeats to itself, too.
        for (H2ONode node : H2ONode.IDX) {
            if (node != null) {
                node.removeFromCloud();
            }
        }
    }

    /** Leaves the cloud: closes the listeners, forgets the other nodes and all values. */
    public static void abandon() {
        dropConnections();
        try {
            H2O.closeAll();
        } catch (RuntimeException e) {
            LOG.debug("Closing the node's listeners failed", e);
        }
        H2O.raw_clear();
    }
}

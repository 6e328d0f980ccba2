#include "tests/engine/hostmetrics/collector_cases.h"

using namespace watchglass::hostmetrics;

namespace {

const std::vector<CollectorCase> kCases = {
    {"loadavg",
     "loadavg",
     {{"proc/loadavg", "1.25 0.5 0 3/411 8121\n"}},
     "# TYPE node_load1 gauge\nnode_load1 1.25\n"
     "# TYPE node_load15 gauge\nnode_load15 0\n"
     "# TYPE node_load5 gauge\nnode_load5 0.5\n"
     "success 1\n"},
    {"loadavg: garbage", "loadavg", {{"proc/loadavg", "high\n"}}, "success 0\n"},
    {"loadavg: missing", "loadavg", {}, "success 0\n"},
    {"stat",
     "stat",
     {{"proc/stat", "cpu  1 2 3 4\nintr 5000 1 2 3\nctxt 123456789012\nbtime 1700000000\nprocesses 99\n"
                    "procs_running 3\nprocs_blocked 1\nsoftirq 1 2\n"}},
     "# TYPE node_boot_time_seconds gauge\nnode_boot_time_seconds 1700000000\n"
     "# TYPE node_context_switches_total counter\nnode_context_switches_total 123456789012\n"
     "# TYPE node_forks_total counter\nnode_forks_total 99\n"
     "# TYPE node_intr_total counter\nnode_intr_total 5000\n"
     "# TYPE node_procs_blocked gauge\nnode_procs_blocked 1\n"
     "# TYPE node_procs_running gauge\nnode_procs_running 3\n"
     "success 1\n"},
    {"cpu",
     "cpu",
     {{"proc/stat", "cpu  30 0 0 0 0 0 0 0 0 0\ncpu0 150 2 30 10000 7 1 5 0 9 4\nctxt 1\n"},
      {"sys/devices/system/cpu/isolated", "2-3,5\n"},
      {"sys/devices/system/cpu/cpu0/online", "1\n"},
      {"sys/devices/system/cpu/cpu1/online", "0\n"},
      {"sys/devices/system/cpu/cpu0/topology/physical_package_id", "0\n"},
      {"sys/devices/system/cpu/cpu0/topology/core_id", "3\n"},
      {"sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "11\n"},
      {"sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count", "12\n"},
      {"sys/devices/system/cpu/cpu1/topology/physical_package_id", "0\n"},
      {"sys/devices/system/cpu/cpu1/topology/core_id", "3\n"},
      {"sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "77\n"},
      {"sys/devices/system/cpu/cpufreq/boost", "1\n"}},
     "# TYPE node_cpu_core_throttles_total counter\nnode_cpu_core_throttles_total{core=\"3\",package=\"0\"} 11\n"
     "# TYPE node_cpu_guest_seconds_total counter\n"
     "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"user\"} 0.09\n"
     "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"} 0.04\n"
     "# TYPE node_cpu_isolated gauge\n"
     "node_cpu_isolated{cpu=\"2\"} 1\nnode_cpu_isolated{cpu=\"3\"} 1\nnode_cpu_isolated{cpu=\"5\"} 1\n"
     "# TYPE node_cpu_online gauge\nnode_cpu_online{cpu=\"0\"} 1\nnode_cpu_online{cpu=\"1\"} 0\n"
     "# TYPE node_cpu_package_throttles_total counter\nnode_cpu_package_throttles_total{package=\"0\"} 12\n"
     "# TYPE node_cpu_seconds_total counter\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 1.5\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"nice\"} 0.02\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"system\"} 0.3\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 100\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"iowait\"} 0.07\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"irq\"} 0.01\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"softirq\"} 0.05\n"
     "node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"} 0\n"
     "success 1\n"},
    {"meminfo",
     "meminfo",
     {{"proc/meminfo", "MemTotal:        2048 kB\nActive(anon):       7 kB\nHugePages_Total:       3\n"
                       "KReclaimable:       9 kB\nZswapped:           0 kB\n"}},
     "# TYPE node_memory_Active_anon_bytes gauge\nnode_memory_Active_anon_bytes 7168\n"
     "# TYPE node_memory_HugePages_Total gauge\nnode_memory_HugePages_Total 3\n"
     "# TYPE node_memory_MemTotal_bytes gauge\nnode_memory_MemTotal_bytes 2097152\n"
     "# TYPE node_memory_Zswapped_bytes gauge\nnode_memory_Zswapped_bytes 0\n"
     "success 1\n"},
    {"vmstat: the default fields",
     "vmstat",
     {{"proc/vmstat", "nr_free_pages 5\npgpgin 1\npswpout 2\npgmajfault 3\npgfault 4\noom_kill 6\npgalloc_dma 7\n"}},
     "# TYPE node_vmstat_oom_kill untyped\nnode_vmstat_oom_kill 6\n"
     "# TYPE node_vmstat_pgfault untyped\nnode_vmstat_pgfault 4\n"
     "# TYPE node_vmstat_pgmajfault untyped\nnode_vmstat_pgmajfault 3\n"
     "# TYPE node_vmstat_pgpgin untyped\nnode_vmstat_pgpgin 1\n"
     "# TYPE node_vmstat_pswpout untyped\nnode_vmstat_pswpout 2\n"
     "success 1\n"},
    {"filefd",
     "filefd",
     {{"proc/sys/fs/file-nr", "1024\t0\t9223372036854775807\n"}},
     "# TYPE node_filefd_allocated gauge\nnode_filefd_allocated 1024\n"
     "# TYPE node_filefd_maximum gauge\nnode_filefd_maximum 9223372036854775808\n"
     "success 1\n"},
    {"entropy",
     "entropy",
     {{"proc/sys/kernel/random/entropy_avail", "256\n"}, {"proc/sys/kernel/random/poolsize", "256\n"}},
     "# TYPE node_entropy_available_bits gauge\nnode_entropy_available_bits 256\n"
     "# TYPE node_entropy_pool_size_bits gauge\nnode_entropy_pool_size_bits 256\n"
     "success 1\n"},
    {"kernel_hung",
     "kernel_hung",
     {{"proc/sys/kernel/hung_task_detect_count", "2\n"}},
     "# TYPE node_kernel_hung_tasks_total counter\nnode_kernel_hung_tasks_total 2\nsuccess 1\n"},
    {"netdev",
     "netdev",
     {{"proc/net/dev", "Inter-|   Receive  |  Transmit\n face |bytes packets|bytes\n"
                       "  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n"},
      {"sys/class/net/eth0/statistics/rx_nohandler", "17\n"}},
     "# TYPE node_network_receive_bytes_total counter\nnode_network_receive_bytes_total{device=\"eth0\"} 1\n"
     "# TYPE node_network_receive_compressed_total counter\nnode_network_receive_compressed_total{device=\"eth0\"} 7\n"
     "# TYPE node_network_receive_drop_total counter\nnode_network_receive_drop_total{device=\"eth0\"} 4\n"
     "# TYPE node_network_receive_errs_total counter\nnode_network_receive_errs_total{device=\"eth0\"} 3\n"
     "# TYPE node_network_receive_fifo_total counter\nnode_network_receive_fifo_total{device=\"eth0\"} 5\n"
     "# TYPE node_network_receive_frame_total counter\nnode_network_receive_frame_total{device=\"eth0\"} 6\n"
     "# TYPE node_network_receive_multicast_total counter\nnode_network_receive_multicast_total{device=\"eth0\"} 8\n"
     "# TYPE node_network_receive_nohandler_total counter\nnode_network_receive_nohandler_total{device=\"eth0\"} 17\n"
     "# TYPE node_network_receive_packets_total counter\nnode_network_receive_packets_total{device=\"eth0\"} 2\n"
     "# TYPE node_network_transmit_bytes_total counter\nnode_network_transmit_bytes_total{device=\"eth0\"} 9\n"
     "# TYPE node_network_transmit_carrier_total counter\nnode_network_transmit_carrier_total{device=\"eth0\"} 15\n"
     "# TYPE node_network_transmit_colls_total counter\nnode_network_transmit_colls_total{device=\"eth0\"} 14\n"
     "# TYPE node_network_transmit_compressed_total counter\nnode_network_transmit_compressed_total{device=\"eth0\"} "
     "16\n"
     "# TYPE node_network_transmit_drop_total counter\nnode_network_transmit_drop_total{device=\"eth0\"} 12\n"
     "# TYPE node_network_transmit_errs_total counter\nnode_network_transmit_errs_total{device=\"eth0\"} 11\n"
     "# TYPE node_network_transmit_fifo_total counter\nnode_network_transmit_fifo_total{device=\"eth0\"} 13\n"
     "# TYPE node_network_transmit_packets_total counter\nnode_network_transmit_packets_total{device=\"eth0\"} 10\n"
     "success 1\n"},
    {"netstat: the default fields",
     "netstat",
     {{"proc/net/netstat", "TcpExt: SyncookiesSent ListenDrops TCPPureAcks TCPOFOQueue\nTcpExt: 1 2 3 4\n"
                           "IpExt: InOctets OutOctets InPkts\nIpExt: 5 6 7\n"},
      {"proc/net/snmp", "Ip: Forwarding DefaultTTL\nIp: 1 64\nTcp: MaxConn CurrEstab InErrs\nTcp: -1 8 9\n"},
      {"proc/net/snmp6", "Ip6InOctets \t10\nUdp6NoPorts \t11\nIcmp6InType1 \t12\nIp6InReceives 13\n"}},
     "# TYPE node_netstat_Ip6_InOctets untyped\nnode_netstat_Ip6_InOctets 10\n"
     "# TYPE node_netstat_IpExt_InOctets untyped\nnode_netstat_IpExt_InOctets 5\n"
     "# TYPE node_netstat_IpExt_OutOctets untyped\nnode_netstat_IpExt_OutOctets 6\n"
     "# TYPE node_netstat_Ip_Forwarding untyped\nnode_netstat_Ip_Forwarding 1\n"
     "# TYPE node_netstat_TcpExt_ListenDrops untyped\nnode_netstat_TcpExt_ListenDrops 2\n"
     "# TYPE node_netstat_TcpExt_SyncookiesSent untyped\nnode_netstat_TcpExt_SyncookiesSent 1\n"
     "# TYPE node_netstat_TcpExt_TCPOFOQueue untyped\nnode_netstat_TcpExt_TCPOFOQueue 4\n"
     "# TYPE node_netstat_Tcp_CurrEstab untyped\nnode_netstat_Tcp_CurrEstab 8\n"
     "# TYPE node_netstat_Tcp_InErrs untyped\nnode_netstat_Tcp_InErrs 9\n"
     "# TYPE node_netstat_Udp6_NoPorts untyped\nnode_netstat_Udp6_NoPorts 11\n"
     "success 1\n"},
    {"netstat: without IPv6",
     "netstat",
     {{"proc/net/netstat", "IpExt: InOctets\nIpExt: 5\n"}, {"proc/net/snmp", "Tcp: InSegs\nTcp: 7\n"}},
     "# TYPE node_netstat_IpExt_InOctets untyped\nnode_netstat_IpExt_InOctets 5\n"
     "# TYPE node_netstat_Tcp_InSegs untyped\nnode_netstat_Tcp_InSegs 7\n"
     "success 1\n"},
    {"sockstat",
     "sockstat",
     {{"proc/net/sockstat", "sockets: used 40\nTCP: inuse 4 orphan 1 tw 2 alloc 9 mem 3\nFRAG: inuse 0 memory 0\n"},
      {"proc/net/sockstat6", "TCP6: inuse 6\n"}},
     "# TYPE node_sockstat_FRAG_inuse gauge\nnode_sockstat_FRAG_inuse 0\n"
     "# TYPE node_sockstat_FRAG_memory gauge\nnode_sockstat_FRAG_memory 0\n"
     "# TYPE node_sockstat_TCP6_inuse gauge\nnode_sockstat_TCP6_inuse 6\n"
     "# TYPE node_sockstat_TCP_alloc gauge\nnode_sockstat_TCP_alloc 9\n"
     "# TYPE node_sockstat_TCP_inuse gauge\nnode_sockstat_TCP_inuse 4\n"
     "# TYPE node_sockstat_TCP_mem gauge\nnode_sockstat_TCP_mem 3\n"
     "# TYPE node_sockstat_TCP_mem_bytes gauge\nnode_sockstat_TCP_mem_bytes " +
         std::to_string(3 * ::sysconf(_SC_PAGESIZE)) +
         "\n"
         "# TYPE node_sockstat_TCP_orphan gauge\nnode_sockstat_TCP_orphan 1\n"
         "# TYPE node_sockstat_TCP_tw gauge\nnode_sockstat_TCP_tw 2\n"
         "# TYPE node_sockstat_sockets_used gauge\nnode_sockstat_sockets_used 40\n"
         "success 1\n"},
    {"tcpstat",
     "tcpstat",
     {{"proc/net/tcp", "  sl  local_address rem_address   st tx_queue rx_queue tr\n"
                       "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000\n"
                       "   1: 0100007F:1F90 0100007F:C001 01 00000010:00000001 00:00000000\n"},
      {"proc/net/tcp6", "  sl  local_address rem_address   st tx_queue rx_queue tr\n"
                        "   0: 00000000000000000000000000000000:0016 00:0 06 00000000:00000000 00:00000000\n"}},
     "# TYPE node_tcp_connection_states gauge\n"
     "node_tcp_connection_states{state=\"established\"} 1\n"
     "node_tcp_connection_states{state=\"time_wait\"} 1\n"
     "node_tcp_connection_states{state=\"listen\"} 1\n"
     "node_tcp_connection_states{state=\"rx_queued_bytes\"} 3\n"
     "node_tcp_connection_states{state=\"tx_queued_bytes\"} 16\n"
     "success 1\n"},
    {"udp_queues",
     "udp_queues",
     {{"proc/net/udp", "   sl  local_address rem_address   st tx_queue rx_queue tr\n"
                       "  1: 00000000:0044 00000000:0000 07 00000001:0000000A 00:00000000\n"
                       "  2: 00000000:0045 00000000:0000 07 00000002:00000000 00:00000000\n"}},
     "# TYPE node_udp_queues gauge\n"
     "node_udp_queues{ip=\"v4\",queue=\"tx\"} 3\nnode_udp_queues{ip=\"v4\",queue=\"rx\"} 10\n"
     "success 1\n"},
    {"softnet",
     "softnet",
     {{"proc/net/softnet_stat", "0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 00000006 00000007\n"}},
     "# TYPE node_softnet_backlog_len gauge\nnode_softnet_backlog_len{cpu=\"7\"} 6\n"
     "# TYPE node_softnet_cpu_collision_total counter\nnode_softnet_cpu_collision_total{cpu=\"7\"} 3\n"
     "# TYPE node_softnet_dropped_total counter\nnode_softnet_dropped_total{cpu=\"7\"} 1\n"
     "# TYPE node_softnet_flow_limit_count_total counter\nnode_softnet_flow_limit_count_total{cpu=\"7\"} 5\n"
     "# TYPE node_softnet_processed_total counter\nnode_softnet_processed_total{cpu=\"7\"} 10\n"
     "# TYPE node_softnet_received_rps_total counter\nnode_softnet_received_rps_total{cpu=\"7\"} 4\n"
     "# TYPE node_softnet_times_squeezed_total counter\nnode_softnet_times_squeezed_total{cpu=\"7\"} 2\n"
     "success 1\n"},
    {"conntrack",
     "conntrack",
     {{"proc/sys/net/netfilter/nf_conntrack_count", "12\n"},
      {"proc/sys/net/netfilter/nf_conntrack_max", "65536\n"},
      {"proc/net/stat/nf_conntrack", "entries  clashres found new invalid ignore delete insert drop search_restart\n"
                                     "0000000c  00000000 00000001 0 00000002 00000003 0 0 00000004 0000000a\n"
                                     "0000000c  00000000 00000010 0 00000000 00000000 0 0 00000000 00000000\n"}},
     "# TYPE node_nf_conntrack_entries gauge\nnode_nf_conntrack_entries 12\n"
     "# TYPE node_nf_conntrack_entries_limit gauge\nnode_nf_conntrack_entries_limit 65536\n"
     "# TYPE node_nf_conntrack_stat_drop gauge\nnode_nf_conntrack_stat_drop 4\n"
     "# TYPE node_nf_conntrack_stat_early_drop gauge\nnode_nf_conntrack_stat_early_drop 0\n"
     "# TYPE node_nf_conntrack_stat_found gauge\nnode_nf_conntrack_stat_found 17\n"
     "# TYPE node_nf_conntrack_stat_ignore gauge\nnode_nf_conntrack_stat_ignore 3\n"
     "# TYPE node_nf_conntrack_stat_insert gauge\nnode_nf_conntrack_stat_insert 0\n"
     "# TYPE node_nf_conntrack_stat_insert_failed gauge\nnode_nf_conntrack_stat_insert_failed 0\n"
     "# TYPE node_nf_conntrack_stat_invalid gauge\nnode_nf_conntrack_stat_invalid 2\n"
     "# TYPE node_nf_conntrack_stat_search_restart gauge\nnode_nf_conntrack_stat_search_restart 10\n"
     "success 1\n"},
    {"arp",
     "arp",
     {{"proc/net/arp", "IP address       HW type     Flags       HW address            Mask     Device\n"
                       "10.0.0.1         0x1         0x2         02:00:00:00:00:01     *        eth0\n"
                       "10.0.0.2         0x1         0x2         02:00:00:00:00:02     *        eth0\n"
                       "10.9.0.2         0x1         0x2         02:00:00:00:00:03     *        wlan0\n"}},
     "# TYPE node_arp_entries gauge\nnode_arp_entries{device=\"eth0\"} 2\nnode_arp_entries{device=\"wlan0\"} 1\n"
     "success 1\n"},
    {"schedstat",
     "schedstat",
     {{"proc/schedstat", "version 15\ntimestamp 1\ncpu0 1 2 3 4 5 6 7000000000 500000000 9\ndomain0 3 1 2\n"}},
     "# TYPE node_schedstat_running_seconds_total counter\nnode_schedstat_running_seconds_total{cpu=\"0\"} 7\n"
     "# TYPE node_schedstat_timeslices_total counter\nnode_schedstat_timeslices_total{cpu=\"0\"} 9\n"
     "# TYPE node_schedstat_waiting_seconds_total counter\nnode_schedstat_waiting_seconds_total{cpu=\"0\"} 0.5\n"
     "success 1\n"},
    {"pressure: a kernel without irq",
     "pressure",
     {{"proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\n"
                            "full avg10=0.00 avg60=0.00 avg300=0.00 total=9\n"},
      {"proc/pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=250000\n"
                           "full avg10=0.00 avg60=0.00 avg300=0.00 total=125000\n"}},
     "# TYPE node_pressure_cpu_waiting_seconds_total counter\nnode_pressure_cpu_waiting_seconds_total 1.5\n"
     "# TYPE node_pressure_io_stalled_seconds_total counter\nnode_pressure_io_stalled_seconds_total 0.125\n"
     "# TYPE node_pressure_io_waiting_seconds_total counter\nnode_pressure_io_waiting_seconds_total 0.25\n"
     "success 1\n"},
    {"interrupts",
     "interrupts",
     {{"proc/interrupts", "            CPU0       CPU1\n"
                          "   1:         10         20   IO-APIC   1-edge      i8042\n"
                          " LOC:        300        400   Local timer interrupts\n"
                          " ERR:          0\n"}},
     "# TYPE node_interrupts_total counter\n"
     "node_interrupts_total{cpu=\"0\",devices=\"1-edge i8042\",info=\"IO-APIC\",type=\"1\"} 10\n"
     "node_interrupts_total{cpu=\"1\",devices=\"1-edge i8042\",info=\"IO-APIC\",type=\"1\"} 20\n"
     "node_interrupts_total{cpu=\"0\",devices=\"\",info=\"Local timer interrupts\",type=\"LOC\"} 300\n"
     "node_interrupts_total{cpu=\"1\",devices=\"\",info=\"Local timer interrupts\",type=\"LOC\"} 400\n"
     "success 1\n"},
    {"processes",
     "processes",
     {{"proc/sys/kernel/threads-max", "1000\n"},
      {"proc/sys/kernel/pid_max", "4194304\n"},
      {"proc/1/stat", "1 (init) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n"},
      {"proc/20/stat", "20 (a b) c)) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 5 0 0\n"},
      {"proc/20/task/20/stat", "20 (x) R 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 5 0 0\n"},
      {"proc/20/task/21/stat", "21 (y) D 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 2 0 5 0 0\n"}},
     "# TYPE node_processes_max_processes gauge\nnode_processes_max_processes 4194304\n"
     "# TYPE node_processes_max_threads gauge\nnode_processes_max_threads 1000\n"
     "# TYPE node_processes_pids gauge\nnode_processes_pids 2\n"
     "# TYPE node_processes_state gauge\nnode_processes_state{state=\"R\"} 1\nnode_processes_state{state=\"S\"} 1\n"
     "# TYPE node_processes_threads gauge\nnode_processes_threads 3\n"
     "# TYPE node_processes_threads_state gauge\n"
     "node_processes_threads_state{thread_state=\"D\"} 1\n"
     "node_processes_threads_state{thread_state=\"R\"} 1\n"
     "node_processes_threads_state{thread_state=\"S\"} 1\n"
     "success 1\n"},
    {"mdadm: a mirror being rebuilt",
     "mdadm",
     {{"proc/mdstat", "Personalities : [raid1]\n"
                      "md3 : active raid1 sdb1[2](S) sda1[0](F)\n"
                      "      1000 blocks super 1.2 [2/1] [U_]\n"
                      "      bitmap: 1/1 pages [4KB], 65536KB chunk\n"
                      "      [=>....]  recovery =  8.5% (85/1000) finish=17.1min speed=259783K/sec\n\n"
                      "unused devices: <none>\n"},
      {"sys/block/md3/md/raid_disks", "2\n"},
      {"sys/block/md3/md/degraded", "1\n"}},
     "# TYPE node_md_blocks gauge\nnode_md_blocks{device=\"md3\"} 1000\n"
     "# TYPE node_md_blocks_synced gauge\nnode_md_blocks_synced{device=\"md3\"} 85\n"
     "# TYPE node_md_degraded gauge\nnode_md_degraded{device=\"md3\"} 1\n"
     "# TYPE node_md_disks gauge\n"
     "node_md_disks{device=\"md3\",state=\"active\"} 1\n"
     "node_md_disks{device=\"md3\",state=\"failed\"} 1\n"
     "node_md_disks{device=\"md3\",state=\"spare\"} 1\n"
     "# TYPE node_md_disks_required gauge\nnode_md_disks_required{device=\"md3\"} 2\n"
     "# TYPE node_md_raid_disks gauge\nnode_md_raid_disks{device=\"md3\"} 2\n"
     "# TYPE node_md_state gauge\n"
     "node_md_state{device=\"md3\",state=\"active\"} 0\n"
     "node_md_state{device=\"md3\",state=\"check\"} 0\n"
     "node_md_state{device=\"md3\",state=\"inactive\"} 0\n"
     "node_md_state{device=\"md3\",state=\"recovering\"} 1\n"
     "node_md_state{device=\"md3\",state=\"resync\"} 0\n"
     "success 1\n"},
};

}  // namespace

class ProcCollectorsTest : public QObject {
    Q_OBJECT

private slots:
    void givesExactly_data() { addRows(kCases); }
    void givesExactly()
    {
        QFETCH(int, index);
        checkCase(kCases[static_cast<std::size_t>(index)]);
    }

    void cpuCountersDoNotFallByJitter()
    {
        const FixtureTree tree;
        HostCollector collector(tree.optionsFor("cpu"));
        const auto idle = [&](const char* ticks) {
            tree.write("proc/stat", "cpu0 10 0 0 " + std::string(ticks) + " 0 0 0 0 0 0\n");
            std::string body;
            collector.collect(body);
            const std::string key = "mode=\"idle\"} ";
            const std::size_t at = body.find(key) + key.size();
            return body.substr(at, body.find('\n', at) - at);
        };
        QCOMPARE(idle("5000"), std::string("50"));
        QCOMPARE(idle("4900"), std::string("50"));  // the kernel's jitter
        QCOMPARE(idle("5100"), std::string("51"));
        QCOMPARE(idle("100"), std::string("1"));  // off and on again
    }

    void stateSeenOnceStays()
    {
        const FixtureTree tree;
        const std::string rest = " 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n";
        tree.write("proc/sys/kernel/threads-max", "1\n");
        tree.write("proc/sys/kernel/pid_max", "1\n");
        HostCollector collector(tree.optionsFor("processes"));
        std::string body;
        tree.write("proc/7/stat", "7 (x) R" + rest);
        collector.collect(body);
        body.clear();
        tree.write("proc/7/stat", "7 (x) S" + rest);
        collector.collect(body);
        QVERIFY(body.find("node_processes_state{state=\"R\"} 0\nnode_processes_state{state=\"S\"} 1\n") !=
                std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ProcCollectorsTest)
#include "proc_collectors_test.moc"

"""What does each R-number promise, in one sentence, and why is it still open where no test carries it?"""

from dataclasses import dataclass

ON_POSTGRES_ONLY = (
    "在PostgreSQL上证明；这次没有在它上面运行。",
    "Shown on PostgreSQL, on which this run did not take place.",
)
NO_TEST_YET = ("还没有测试带这个编号。", "No test carries this number yet.")


@dataclass(frozen=True, slots=True)
class Promise:
    """A numbered promise: title and sentence in Chinese and English, and why it is open where nothing proves it."""

    title: tuple[str, str]
    sentence: tuple[str, str]
    open_because: tuple[str, str] = NO_TEST_YET


PROMISES: dict[str, Promise] = {
    "R1": Promise(
        ("崩溃不丢账", "Crash run"),
        (
            "进程和数据库被随机杀死后，确认过的写入一条不少，没有一笔付两次，账平到分。",
            "After processes and database are killed at random, no acknowledged write is lost, nothing is paid twice and the books balance to the fen.",
        ),
    ),
    "R2": Promise(
        ("种错必抓", "Seeded bugs"),
        (
            "故意种下的资金和持久性错误，测试全部抓住。",
            "The tests catch every bug of money and durability that was planted on purpose.",
        ),
        ON_POSTGRES_ONLY,
    ),
    "R3": Promise(
        ("并发总额不变", "Bank test"),
        (
            "并发转账时每次读到的总额不变，没有负数。",
            "While transfers run side by side every read shows the same total and no negative balance.",
        ),
        ON_POSTGRES_ONLY,
    ),
    "R4": Promise(
        ("状态机对照", "Reference model"),
        (
            "随机的长操作序列，每一步都与参考模型一致。",
            "Long random sequences of moves agree with a reference model at every step.",
        ),
    ),
    "R5": Promise(
        ("重复提交只算一次", "Idempotency"),
        (
            "重复、并发或断线后再交，只生效一次，答复相同。",
            "Sent twice, in parallel or after a lost answer, a request has one effect and one answer.",
        ),
    ),
    "R6": Promise(
        ("权限矩阵", "Access matrix"),
        (
            "每个地址对每种角色、每种关系的答复，都与一张声明的权限表一致。",
            "Every address answers every role and relation exactly as one declared table says.",
        ),
    ),
    "R7": Promise(
        ("暗记不外泄", "Canaries"),
        (
            "埋在数据里的暗记，从不出现在无权查看者拿到的页面、文件、邮件和日志里。",
            "No secret planted in the data reaches a page, file, mail or log of someone who may not see it.",
        ),
    ),
    "R8": Promise(
        ("评审人不可推断", "Reviewer non-interference"),
        (
            "只有评审人不同的两个世界，申请人看到的每个字节都相同。",
            "Two worlds that differ only in the reviewer look the same to the applicant, byte for byte.",
        ),
    ),
    "R9": Promise(
        ("任何输入不出错", "Hostile input"),
        (
            "表单、页面和接口收到任何内容都不崩溃、不卡死，不原样回显代码，不把人带离本站。",
            "Whatever forms, pages and the API are sent, nothing crashes, hangs, echoes code or leads off the site.",
        ),
    ),
    "R10": Promise(
        ("恶意文件", "Hostile files"),
        (
            "恶意或损坏的文件不会误收，不会只导入一半，也不会拖垮系统。",
            "A hostile or damaged file is never taken by mistake, never half imported and never brings the system down.",
        ),
    ),
    "R11": Promise(
        ("篡改必被发现", "Tamper evidence"),
        (
            "对留痕的任何改、删、插、换、截尾和整本重写都被发现，并指出第一处。",
            "Any change, deletion, insertion, swap, cut or rewrite of the journal is found, and its first place named.",
        ),
    ),
    "R12": Promise(
        ("恢复演练", "Restore drill"),
        (
            "删掉全部数据后从备份恢复，账、留痕、行数和文件指纹都相同。",
            "After a wipe the backup restores the same books, journal, row counts and file hashes.",
        ),
    ),
    "R13": Promise(
        ("负载", "Load"),
        (
            "两个处理器核心、十万份合同时，混合访问每秒不少于60次，95%在0.3秒内。",
            "On two cores with 100,000 contracts a mixed load runs at 60 requests a second or more, 95 % within 0.3 s.",
        ),
    ),
    "R14": Promise(
        ("争抢同一笔预算", "One hot budget"),
        (
            "千人同时用一笔预算，一分也不超。",
            "A thousand people draw on one budget and not a fen is oversold.",
        ),
    ),
    "R15": Promise(
        ("ASVS 5.0 逐条", "ASVS 5.0"),
        (
            "适用的ASVS第一、二级要求逐条有证据，没有未决项。",
            "Every ASVS requirement of levels 1 and 2 that applies has its evidence; none is open.",
        ),
    ),
    "R16": Promise(
        ("依赖和密钥", "Dependencies and secrets"),
        (
            "生产配置没有告警，仓库里没有密钥，依赖锁定到指纹，许可与Apache-2.0相容，没有已知漏洞。",
            "Production settings give no warning, the repository holds no secret, dependencies are locked by hash, licensed compatibly with Apache-2.0 and free of known holes.",
        ),
    ),
}

// The words of guessable passwords: ours first, then the 2,500 most common of those that people
// were seen to choose, from the list of zxcvbn 4.4.28 (MIT, Dropbox and Daniel Wolf; Debian's
// python3-zxcvbn), lower case, with look-alike digits turned to letters, without vulgar ones.
#include "ledger/accounts/password_rules.h"

namespace zhucun::accounts {

namespace {

constexpr std::string_view words = R"words(
zhucun zhucunzhang ledger yulin shaanxi shanxi xian beijing china zhongguo zhonghua xiangcun
zhenxing fupin tuopin diyishuji shuji gongzuodui gongzuo bangong bangongshi caizheng zuzhibu zuzhi
nongye nongcun cunwei xiangzhen jiedao yuyang hengshan shenmu fugu dingbian jingbian suide mizhi
jiaxian wubu qingjian zizhou mima denglu yonghu guanli guanliyuan woaini woaiwo aini wangyi taobao
baidu weixin admin administrator root guest user login passwd password pass secret default test
temp changeme welcome letmein mypass system manager master super server account oracle mysql
huawei lenovo windows office january february march april june july august september october
november december spring summer autumn winter monday tuesday wednesday thursday friday saturday
sunday 驻村 驻村账 驻村办 榆林 榆阳 横山 神木 府谷 定边 靖边 绥德 米脂 佳县 吴堡 清涧 子洲 陕西 中国 北京 西安 乡村 振兴 第一书记 书记 工作队 工作 干部 队员 财政
组织部 扶贫 脱贫 农业 农村 村委会 乡镇 街道 密码 登录 用户 管理员 管理 测试 默认 我爱你 加油 你好 祖国 人民 政府 办公室 市委 县委 党委 党建
qwerty dragon monkey shadow mustang qwertyuiop superman qazwsx jordan trustnoi hunter harley
zxcvbnm asdfgh buster batman soccer tigger charlie sunshine iloveyou ranger hockey computer
starwars pepper klaster zxcvbn freedom princess maggie ginger love cheese chelsea dallas biteme
matrix yankees corvette austin access thunder merlin diamond hello hammer silver gfhjkm internet
samantha golfer scooter orange cookie maverick sparky phoenix mickey bigdog snoopy guitar whatever
chicken camaro mercedes peanut ferrari falcon cowboy samsung steelers smokey dakota arsenal boomer
eagles tigers marina nascar gateway yellow porsche monster spider diablo hannah bulldog junior
london purple compaq lakers iceman cowboys money banana nccitoi boston tennis coffee scooby nikita
yamaha mother barney brandy chester oliver player forever rangers midnight chicago bigdaddy redsox
angel badboy fender jasper slayer rabbit natasha marine wizard marlboro raiders prince casper
fishing flower jasmine iwantu adidas winner gandalf passwordi enter ghbdtn golden cocacola winston
madison angels panther blowme spanky sophie asdfasdf toyota tiger canada muffin liverpoo apples
pokemon slipknot qazxsw scorpion qwaszx startrek rainbow asdfghjkl razz newyork redskins gemini
cameron qazwsxedc florida liverpool turtle sierra viking booger doctor rocket dolphins captain
bandit jaguar packers pookie peaches asdf dolphin helpme blue theman maxwell qwertyui lovers
maddog giants nirvana metallic hotdog rosebud mountain warrior stupid elephant success bondoot
alexis lucky scorpio samson azerty driver freddy sydney gators dexter bubba creative voodoo golf
trouble america nissan gunner garfield asdfghjk siso apollo eminem legend airborne bear beavis
apple brooklyn godzilla skippy buddy qwert kitten magic shelby beaver phantom asdasd xavier braves
darkness copper platinum qweqwe tomcat girls bigboy animal police online voyager lifehack fish
sniper eisats trinity blazer heaven lover playboy loveme bubbles cricket willow donkey topgun
nintendo saturn destiny pakistan pumpkin digital sergey redwings explorer private runner therock
guinness lasvegas beatles fire cassie christin qwertyi celtic andrey broncos babygirl eclipse
fluffy cartman michigan carolina testing alexande birdie pantera cherry vampire mexico buffalo
genius montana beer minecraft maximus flyers lovely stalker metallica doggie snickers speedy
bronco paradise yankee horses magnum dreams lacrosse goober enigma qwertyu scotty bollocks surfer
poohbear genesis star qweasdzxc racing helloi hawaii eaglei viper einstein drowssap simple badger
alaska action jester drummer spitfire forest maryjane champion diesel svetlana hotrod chevy luckyi
westside security google tester shorty thumper hitman mozart reddog lizard ruslan eagle scarface
buddha spirit moneyi stargate naruto mercury liberty semperfi suzuki popcorn spooky marley
scotland kitty cherokee vikings simpsons rascal qweasd hummer loveyou michaeli patches russia
jupiter penguin passion vfhbyf honda vladimir sandman raider bastard infinity bulldogs fantasy
horney domino budlight disney ironman brutus redrum bigred mnbvcxz fktrcfylh karina marines digger
kawasaki cougar fireman oksana justice wildcats tinker logitech dancer swordfis avalon everton
alexandr motorola patriots madonna ducati colorado connor juventus galore smooth freeuser warcraft
boogie titanic wolverin elizabet arizona valentin saints asdfg accord christ yfnfif stinky
spiderma naughty chopper nccitoid extreme skyline zombie pearljam froggy awesome vision pirate
fylhtq dreamer bullet predator empire kirill charliei panthers skipper nemesis rasdzve peekaboo
rolltide cardinal psycho danger mookie happyi chevelle manutd goblue hobbes vegeta fyfcnfcbz
picard loverboy victory vfrcbv bambam serega turkey tweety galina hiphop rooster berlin taurus
polina electric avatar maksim raptor alphai hendrix newport brazil madmax alpha britney sublime
darkside bigman wolfpack classic hercules ronaldo letmeini spiderman blizzard cheyenne cjkysirj
tigeri wombat bubbai pandora holiday wildcat devils horse alabama caesar buddyi bondage pickle
shaggy leather chronic airplane kodiak billybob sunset katana phpbb chocolat snowman angeli
stingray firebird wolves zeppelin detroit pontiac gundam panzer outlaw redhead tarheels greenday
nastya engineer dragoni hellfire serenity cobra darkstar mustangi flash strike beauty pavilion
bobafett dbrnjhbz bigmac bowling chrisi ytrewq natali pyramid rulez welcomei dodgers apache
swimming whynot teens trooper defender precious packard weasel popeye lucifer cancer icecream
raven swordfish presario viktor rockstar blonde jamesi wutang spike atlanta airforce thailand
casino lennon mouse hacker bluebird hawkeye theone catfish sailor goldfish nfnmzyf tattoo pervert
barbie maxima nipples machine trucks wrangler rocks tornado lights cadillac bubble pegasus madman
longhorn browns target eatme microsoft dilbert christia lesbian xfiles seattle qazqaz cthutq
amateur prelude corona freaky malibu atlantis integra pussies iloveu lonewolf dragons monkeyi
unicorn software bobcat stealth peewee openup srinivas zaqwsx valentina shotgun trigger veronika
bruins coyote babydoll joker dollar lestat rockyi hottie random smiley sweety snake chipper woody
samurai devildog gizmo maddie mistress freedomi flipper express hjvfirf moose cessna piglet
polaris teacher montreal cookies wolfgang scully fatboy wicked tickle bunny dfvgbh foobar transam
pepsi basketba toshiba hotstuff gambit impala stephani jessicai hooker lancer knicks shamrock
stinger redneck deftones squirt siemens blaster trucker subaru renegade ibanez manson swinger
reaper blondie mylove galaxy blahblah enterpri travel babylons indiana skeeter masteri sugar
ficken smoke bigone sweetpea trfnthbyf marino escort smitty bigfoot babes larisa trumpet spartan
valera babylon asdfghj yankeesi stormy mister hamlet aardvark marathon paladin cavalier manchester
skater indigo hornet buckeyes indians karate hesoyam toronto diamonds chiefs buckeye highland
charger redman maiden drpepper storm garden pencil sherlock timber thuglife insane pizza jungle
jesusi aragorn hamster davidi triumph techno pioneer catdog fktrctq morpheus pascal shadowi hobbit
consumer blabla justme stones chrissy spartak goforit burger pitbull adgjmptw italia barcelona
hunting colors kissme overlord pebbles sundance emerald doggy racecar irina element zipper alpine
basket goddess poison nipple sakura chichi huskers ultimate nccitoie blackie nicola rommel
matthewi caserta omega geronimo sammyi trojan philips nugget tarzan chicks aleksandr trixie
portugal anakin dodger bomber superfly madness loser fatcat ybrbnf soldier warlock wrinklei desire
babe seminole alejandr westham andrei concrete accessia weed ladybug christop trombone tintin
bluesky rhbcnbyf qazxswedc onelove cdtnkfyf vfvjxrf titans stallion truck hansolo smiles beagle
panama kingkong flatron inferno mongoose connect poiuyt snatch qawsed juice blessed rocker snakes
turbo bluemoon finger jamaica mulder beetle immortal plastic anthonyi whiskey dietcoke spunky
magici monitor cactus exigen planet ripper teen spyder applei nolimit hollywoo sticky trunks
pickles sailing bonehead ghbdtnbr delta charlott rubber mollyi yomama hongkong jumper williami
faster unreal memphis nylons legion sebastia shalom pentium geheim werewolf funtime ferret orion
curious niners cantona sprite philly pirates abgrtyu lollipop eternity boeing sweets cooldude
tottenha greeni jackoff stocking martini biscuit drizzt coltas fossil makaveli snapper maniac
salmon patriot verbatim nasty shasta asdzxc shaved blackcat raistlin punkrock cjkywt waterloo
crimson twister oxford musicman seinfeld biggie condor ravens megadeth wolfman cosmos sharks
banshee keeper foxtrot skywalke velvet blacki sesame dogs squirrel privet sunrise wolverine
legolas grendel ghost cats carrot frosty lvbnhbq blades stardust frog qazwsxed coolio brownie
groovy twilight daytona vanhalen pikachu peanuts hershey jericho intrepid ninja lobster goblin
punisher strider shogun kansas amadeus sevent jasoni neptune showtime muscle oldman ekaterina
rfrfirf getsome showme obiwan skittles danni tanker maestro tarheel anubis hannibal newlife gothic
shark fighter blues princes chaos thunderi sabine python testi mirage devil clover tequila
chelseai surfing delete potato chubby panasonic sandiego portland baggins fusion sooners blackdog
californ moscow playtime mature dagger dima stimpy gangster warriors iverson chargers byteme
swallow liquid luckyt dingdong nymets cracker mushroom crusader bigguy miami dkflbvbh bugger
nimrod tazman stranger doodle powder gotcha guardian dublin slapshot septembe pepsii milano
grizzly woodyi knights photos nookie charly rammstein brasil scruffy munchkin poopie kittycat
latino walnut itoi thegame viperi kolobok roberti barcelon bananas trance auburn coltrane goodluck
starcraft wheels parrot postal blade wisdom pink gorilla katerina andrewi shaneyia osiris oakland
discover rangeri spanking lonestar bingo meridian ping heatheri dookie stonecol megaman rjntyjr
ledzep lowrider firefly griffey racerx paradox ghjcnj gangsta tacobell weezer sirius halflife
buffett shiloh vertigo sergei aliens sobaka keyboard kangaroo sinner socceri bonjour socrates
chucky hotboy sprint sarahi scarlet celica shazam formulai sommer trebor qwerasdf jeep bollox
hondai rebels vacation lexmark penguins ragnarok formula tempest vfhecz tacoma qwertz colombia
flames rockon duck prodigy wookie dodgeram mustangs sithlord smoker incubus scoobydo oblivion
molson kitkat titleist rescue carpet tardis jimbob xanadu blueeyes shaman mersedes pooper golfing
hearts mallard kenwood patricki dogg cowboysi nuttertools topper shemale sleepy gremlin yourmom
gatewayi printer monkeys peterpan mikey kingston cooler jimbo asterix freckles birdman franki
defiant aussie stud blondes tatyana aspirine mariners jackal deadhead katrin anime rootbeer
frogger polo scooteri hallo noodles thomasi parola shaolin celine plymouth creampie justdoit
ohyeah amazon kisses magnus camel bosco harleyi putter champs massive spidey lightnin camelot
letsgo gizmodo aezakmi bones caliente goodtime thankyou raidersi brucelee redalert aquarius
catherin smokin pooh astros roller porkchop sapphire kevini beckham atomic rustyi vanilla
qazwsxedcrfv hunteri kaktus cxfcnmt blacky elvisi aggies blackjac scream iforgot poweri kasper
busteri slappy veritas chevrole amberi vader amsterdam jammer primus spectrum eduard granny sashai
clancy diamondi avenger spankme simba smudge scrappy labrador syracuse falcons husker candyman
commando gator pacman deltai pancho krishna fatman clitoris pineappl lesbians barkley vulcan
punkin boner celtics monopoly flyboy romashka hamburg areasi spartans tricky snuggles drago
homerun vectra homeri hermes topcat cuddles infiniti cosworth goose phoenixi ivanov bossman
qawsedrf peugeot exigent doberman durango brandoni plumber telefon horndog laguna rbhbkk dawg
webmaster breeze beast beefcake leopard redbull oscari topdog godsmack theking pics omegai speaker
viktoria bowler starbuck gjkbyf valhalla anarchy blacks herbie kingpin starfish nokia loveit
achilles labtec nccitoia fitness jordani brando arsenali bull kicker desert sailboat bohica
tractor hidden muppet jacksoni jimmyi terminator phillies terror farside swingers legacy frontier
doughboy jrcfyf sabbath danieli nebraska homers qwertyuio azamat fallen agentoot striker camels
iguana looker pinkfloy moloko dannyboy luckydog pistol whocares charmed skiing select franky puppy
daniil vladik vette vfrcbvrf ihateyou nevada moneys vkontakte mandingo puppies mystic zidane
kotenok dilligaf budman bunghole zvezda triton technics trojans panda laptop rookie aberdeen
gustav jethro enterprise igor stripper filter hurrican rfnthbyf lespaul gizmoi butch dthjybrf
excalibu nofear momoney possum cutter oilers moocow cupcake gbpltw batmani splash svetik superi
soleil bogdan melissai vipers babyboy tdutybq lancelot ccbill keystone flamingo firefox dogman
vortex rebel noodle raveni zaphod killme pokemoni coolman danila designer skinny kamikaze deadman
gopher doobie warhammer deeznuts freaks engage chevyi stevei apolloie poncho hammers azsxdc
dracula boots deskjet macdaddy mighty rangersi manchest sterlin caseyi mailman sinatra cthulhu
summeri bubbas cartoon bicycle truelove sentinel tolkien breast capone summit peteri daisyi kittyi
crazyi jamesbon texasi sonic billyboy redhot microsof microlab daddyi rockets iloveyo fernand
danie polska titties thekid aikido gofish mayday coke anfield sony lansing smut scotch catman
tesoisos hustler saun dfkthbz jennyi azsxdcfv cheers irishi gabrie tinman orioles charlton fortuna
airbus rustam xtreme bigmoney zxcasd retard grumpy huskies boxing arunner kellyi ultima warlord
fordfiso oranges rotten asdfjkl superstar denali sultan bikini saratoga thor figaro sixers
wildfire vladislav sparta mayhem greenbay chewie musici numberi cancun fabie mellon poiuytrewq
crunch bigtime chickeni piccolo bigbird billyi mojo maradona sandro chesteri bizkit rjirfrgbde
rightnow jasminei hyperion treasure meatloaf armani rovers jarhead cruise coconut dragoon utopia
davids cosmo rfhbyf reebok charli giorgi sticks sayang exodus anaconda zaqxsw illini woofwoof
emilyi sandyi packer govols jedi tomato beaner cooter creamy lionking albatros poodle kenworth
dinosaur greens goku happyday eeyore tsunami cabbage turkeyso memorex chaser bogart tommyi volley
whisper knopka ericsson walleye pepperi katiei chickens tyleri corrado twisted zorro clemson
zxcasdqwe tootsie milana zenith fktrcfylhf shania frisco crazybab junebug fugazi rereirf vfvekz
sausage vfczyz koshka clapton justini anhyeuem condom fubar skywalker tundra gringo canon vitalik
aspire stocks samsungi applepie arjay gandalfi pillow sparkle gmoney luckyie samiam everest
hellyeah skorpion rfrnec hedgehog australi candle slacker voyeur jazzman americai bobbyi broder
wolfie vfksirf fright yosemite karolina fart barsik surf cheetah baddog deniska starship bootie
milena hithere kume greatone socent albion amandai midget lion maxell cyclone nikola bonsai
kenshin slider roadkill killbill jerkoff dinamo tekken rambler goliath cinnamon malaka backdoor
fiesta packersi rastaman fletch stefano artemis calico nyjets damnit robotech duchess rctybz
keywest mechanic pingpong operator presto sword rasputin spank bristol shado amsterda wibble
carrera alibaba majestic ramses duster trident clipper steeler wrestlin divine kipper gotohell
kingfish snakei passwords pompey viagra zxcvbnmi spurs oleg macross pooter briani qwerti charlesi
slave jokers yzerman swimmer nwoalife solnce seamus lolipop pupsik moosei ivanova secreti matador
ktyjxrf subway cinder vermont pussie chico florian magick guiness allsop ghetto flashi typhoon
dfkthf depeche skydive dammit seeker crysis umbrella snoopdog critter theboss ding splinter kinky
cyclops jayhawk caramel underdog caveman onlyme feather hotshot renault georgei pippen floppy usmc
greati quattro helloo nicolei chivas shannoni bullseye java fishes blackhaw jamesbond tunafish
juggalo dkflbckfd dallasi translator beanie alucard supersta magicman ashleyi cohiba caligula
facial dfktynbyf cobrai cigars fang klingon safari looser deepthroat malina tazmania gonzo goalie
jacobi monaco cruiser misfit vhsiso tommyboy marinoie sharky vfhufhbnf horizon absolut brighton
deathi kungfu maxx forfun mamapapa enteri budweise banker getmoney kostya bigbear vector fallout
nudist gunners royals chainsaw scania trader blueboy walrus eastside kahuna steph cypress champ
undertaker ybrjkfq europa snowboar sabres moneyman chrisbln minime nipper groucho whitey viewsonic
penthous fabric flounder coolguy whitesox smegma skidoo thanatos snapple dalejr mondeo thesims
mybaby panasoni sinbad thecat topher frodo sneakers alfa chicagoi taylori ghjcnjnfr olivier cyber
titanium madisoni jabroni dang hambone intruder hollyi gargoyle sadiei static poseidon studly
newcastl poppy johannes danzig beastie musica buckshot sunnyday adonis bluedog bonkers chrono
compute spawn turboi smelly wapbbs goldstar ferrarii quantum pisces boomboom gunnar floridai nike
supermani multiplelo custom motherlode iqwerty westwood usnavy daewoo korn stereo sasuke sunflowe
watcher dharma mousei babyblue marius walmart snoop starfire tiggeri paintbal knickers aaliyah
lokomotiv theend winstoni sapper rover scanner racer zeus doogie bayern joshuai newbie scotti
losers droopy outkast dodgei ufkbyf rjycnfynby thirteen hotred deejay jessic philippe scout
pantheri cubbies havefun magpie fghtkm avalanch newyorki pudding leonid harryi audiaa bimmer
idontknow vfvfgfgf iest aleksey builder zerocool godfather mylife donuts allmine redfish sascha
nitram bounce smokes rodman stunner hoosier hairy beretta insert rtyuehe francesc tights cheesei
micron quartz hockeyi gegcbr searay jewels bogey celeron padres bing syncmaster ziggy simoni
beaches prissy orangei mittens aleksandra queens biggles southpark artur twinkle gretzky rabota
cambiami monalisa gollum chuckles spikei gladiator whisky spongebob mazafaka meathead barefoot
cfitymrf kosmos blessing titty clevelan terrapin gingeri johnboy maggot clarinet deeznutz stumpy
stoney footbal traveler volvo bucket snapon pianoman hawkeyes futbol casanova tango goodboy scuba
honeyi warthog mustard nickel meowmeow boricua prophet sauron reefer andromeda crystali jokeri
goofy loco triangle whatsup mellow bengals monsteri maste loveri lovei sunshin smeghead hokies
sting welder rambo cerberus bunnyi rockford monke goldwing gabriell buzzard crjhgbjy jamesoot
rainman groove tiberius purdue hayabusa shou jagger diver zigzag poochie usarmy phish redwood
redwing salamander silveri sputnik ripple eternal thegreat allstar slinky gesperrt mishka whiskers
pinhead overkill sweeti rhfcjnrf sersolution jamiei starman proxy swords nikolay bacardi rasta
badgirl rebeccai wildman pennyi spaceman ioot logani hacked bulldogi helmet windsor buffyi
runescape trapper banane dbrnjh ripken frisky shun fester oasis lightning cicero kool pony thedog
megatron illusion edwardi napster squash roadking woohoo hoosiers tracker bagira midway
leavemealone menace racheli feng laser stoned realmadrid tinkerbell mariai pobeda heineken sonics
moonlight optimus comet orchid jaybird kashmir chuang chunky peach mortgage rulezzz saleen chuckie
zippy fishingi gsxrtso doghouse maxim reader shai buddah benfica chou salomon meister eraser
blackbir bigmike starter angus deluxe eaglesi mian seahawks godfathe bookworm gregor intel
talisman blackjack babyface hawaiian dogfood zhong sancho ludmila medusa mortimer roadrunn justame
stalin handyman alphabet pizzas calgary clouds cgfhnfr cubswin gong lexus digitali gfhjkmi missyi
michae beautifu gatori ioos pacers buddie chinook heckfy dutchess sallyi breasts beowulf darkman
jenn tiffanyi zhei quan qazwsxi shang idontkno smiths puddin nastyi teddybea valkyrie chao boxster
yoda cheater inuyasha beasti wareagle foryou mermaid bhbirf teddyi dolphini mistyi delphi gromit
sponge qazzaq fytxrf gameover diao sergi beamer beemer kittykat rancid manowar diggler assword
austini wishbone gonavy sparkyi fisting thedude sinister venera novell salsero jayden lindai
vedder redline lust
)words";

}  // namespace

std::string_view common_words() {
  return words;
}

}  // namespace zhucun::accounts
